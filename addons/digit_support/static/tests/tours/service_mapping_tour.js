import {registry} from "@web/core/registry";

const PICKER = ".o_digit_version_picker";

/**
 * An operations manager's main path: the next release gets a new version of a service,
 * first mistyped.
 */
registry.category("web_tour.tours").add("digit_support_service_mapping", {
    steps: () => [
        {
            content: "find the service",
            trigger: ".o_digit_mapping_search",
            run: "edit test-alpha",
        },
        {
            content: "only it is left",
            trigger: "tbody:not(:has(tr:nth-child(2))) th:contains(Alpha)",
        },
        {
            content: "its cell in the next release is empty",
            trigger: "button.o_digit_cell[aria-label^='Alpha, Tour Next: no version']",
            run: "click",
        },
        {
            trigger: `${PICKER} input`,
            run: "edit 1.1",
        },
        {
            trigger: `${PICKER} button:contains(Add version)`,
            run: "click",
        },
        {
            content: "a mistake is told in place",
            trigger: `${PICKER} .alert:contains(is not a version)`,
        },
        {
            trigger: `${PICKER} input`,
            run: "edit 1.1.0",
        },
        {
            trigger: `${PICKER} button:contains(Add version)`,
            run: "click",
        },
        {
            content: "the cell has it, and tells that it is another",
            trigger: "td.o_digit_added, td.o_digit_changed",
        },
        {
            trigger: "button.o_digit_cell[aria-label^='Alpha, Tour Next: 1.1.0']",
        },
    ],
});
