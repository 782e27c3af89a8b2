import {registry} from "@web/core/registry";

/**
 * An agent's main path: from the list of what is due to a ticket that turns out to be
 * worse than it looked.
 */
registry.category("web_tour.tours").add("digit_sla_agent", {
    steps: () => [
        {
            content: "the row tells severity and time left",
            trigger:
                ".o_data_row:contains(Payments fail):contains(P3):has(.o_digit_sla_countdown)",
        },
        {
            content: "open the ticket",
            trigger: ".o_data_row td[name=name]:contains(Payments fail)",
            run: "click",
        },
        {
            content: "the same at the top of the ticket",
            trigger:
                "div[name=badges]:contains(P3 Unaffected):has(.o_digit_sla_countdown)",
        },
        {
            content: "many people are affected",
            trigger: ".o_field_widget[name=impact_id] input",
            run: "edit high",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(high)",
            run: "click",
        },
        {
            content: "the matrix has found another severity",
            trigger: "div[name=badges]:contains(P2 Slowed)",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "the promise follows the severity",
            trigger: ".o_form_saved .nav-link[name=sla]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=clock_ids] .o_kanban_record:contains(P2)",
        },
    ],
});
