import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {click, edit, press, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    getService,
    makeServerError,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";

describe.current.tags("desktop");

defineMailModels();

const CELL = "button.o_digit_cell";
const PICKER = ".o_digit_version_picker";
let page = {};

beforeEach(() => {
    page = {
        releases: [
            {id: 1, name: "2.8", date: "2025-12-10", is_planned: false},
            {id: 2, name: "2.9", date: false, is_planned: true},
        ],
        release_count: 14,
        release_offset: 0,
        release_limit: 12,
        rows: [
            {
                id: 7,
                name: "User",
                code: "egov-user",
                cells: [
                    {id: 70, name: "1.2.7", support: "out_of_support", change: ""},
                    {id: 71, name: "3.0.0", support: "planned", change: "changed"},
                ],
            },
            {
                id: 8,
                name: "Inbox",
                code: "",
                cells: [
                    {id: 80, name: "1.0.0", support: "supported", change: ""},
                    {change: "removed"},
                ],
            },
        ],
        service_count: 2,
        service_offset: 0,
        service_limit: 80,
        can_write: true,
    };
    onRpc("digit.product", "search_read", () => [{id: 5, name: "Works"}]);
    onRpc("digit.service.mapping", "get_page", ({kwargs}) => {
        const {search, product_id, release_offset, release_id} = kwargs;
        expect.step({search, product_id, release_offset, release_id});
        return {...page, release_offset};
    });
    onRpc("digit.service.mapping", "get_versions", ({args}) => {
        expect.step(["versions", ...args]);
        return [
            {id: 71, name: "3.0.0", support: "planned"},
            {id: 70, name: "1.2.7", support: "out_of_support"},
        ];
    });
});

const FIRST = {search: "", product_id: false, release_offset: 0, release_id: false};

async function mountMapping(context = {}) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "digit_support.service_mapping",
        context,
    });
    await animationFrame();
}

test("services are rows, releases columns, and cells tell in words what they are", async () => {
    await mountMapping();
    expect(queryAllTexts("thead th a")).toEqual(["2.8", "2.9"]);
    expect(queryAllTexts("tbody th a")).toEqual(["User", "Inbox"]);
    expect(queryAllTexts(CELL)).toEqual(["1.2.7", "3.0.0", "1.0.0", "–"]);
    const labels = [...document.querySelectorAll(CELL)].map((cell) => cell.ariaLabel);
    expect(labels).toEqual([
        "User, 2.8: 1.2.7, out of support",
        "User, 2.9: 3.0.0, planned, changed in this release",
        "Inbox, 2.8: 1.0.0",
        "Inbox, 2.9: no version, no longer in this release",
    ]);
    expect("td.o_digit_changed").toHaveCount(1);
    expect("td.o_digit_unsupported").toHaveCount(1);
    expect.verifySteps([FIRST]);
});

test("who may not write sees no button", async () => {
    page.can_write = false;
    await mountMapping();
    expect(CELL).toHaveCount(0);
    expect(queryAllTexts("span.o_digit_cell")).toEqual([
        "1.2.7",
        "3.0.0",
        "1.0.0",
        "–",
    ]);
    expect("button:contains(Import)").toHaveCount(0);
    expect.verifySteps([FIRST]);
});

test("a cell is set by a click, at once", async () => {
    onRpc("digit.service.mapping", "set_version", ({args}) => {
        expect.step(["set", ...args]);
        return true;
    });
    await mountMapping();
    await click(`${CELL}:first`);
    await animationFrame();
    expect(`${PICKER} .dropdown-item`).toHaveCount(3);
    await click(`${PICKER} .dropdown-item:contains(3.0.0)`);
    await animationFrame();
    await animationFrame(); // saved, then loaded again
    expect(PICKER).toHaveCount(0);
    expect.verifySteps([FIRST, ["versions", 7], ["set", 1, 7, 71], FIRST]);
});

test("what is refused is told, and what was typed stays", async () => {
    onRpc("digit.service.mapping", "add_version", ({args}) => {
        expect.step(["add", ...args]);
        throw makeServerError({message: "“3.1” is not a version."});
    });
    await mountMapping();
    await click(`${CELL}:first`);
    await animationFrame();
    await edit("3.1");
    await press("Enter");
    await animationFrame();
    expect(`${PICKER} .alert`).toHaveText("“3.1” is not a version.");
    expect(`${PICKER} input`).toHaveValue("3.1");
    expect.verifySteps([FIRST, ["versions", 7], ["add", 1, 7, "3.1"]]);
});

test("a known version that is typed is taken", async () => {
    onRpc("digit.service.mapping", "set_version", ({args}) => {
        expect.step(["set", ...args]);
        return true;
    });
    await mountMapping();
    await click(`${CELL}:first`);
    await animationFrame();
    await edit("3.0.0");
    await press("Enter");
    await animationFrame();
    await animationFrame(); // saved, then loaded again
    expect.verifySteps([FIRST, ["versions", 7], ["set", 1, 7, 71], FIRST]);
});

test("one cell is in the tab order, arrows reach the others", async () => {
    await mountMapping();
    expect(`${CELL}[tabindex="0"]`).toHaveCount(1);
    queryOne(`${CELL}:first`).focus();
    await press("ArrowRight");
    expect(document.activeElement.ariaLabel).toMatch(/^User, 2.9/);
    await press("ArrowRight");
    expect(document.activeElement.ariaLabel).toMatch(/^User, 2.9/);
    await press("ArrowDown");
    expect(document.activeElement.ariaLabel).toMatch(/^Inbox, 2.9/);
    expect(`${CELL}[tabindex="0"]`).toHaveCount(1);
    expect.verifySteps([FIRST]);
});

test("older releases, a product and a search ask the server", async () => {
    await mountMapping({default_release_id: 2});
    expect(".o_digit_mapping_releases").toHaveText("Releases 13-14 of 14");
    await click("button:contains(Older)");
    await animationFrame();
    await click(".o_digit_mapping_search");
    await edit("inbox");
    await advanceTime(300);
    await animationFrame();
    expect.verifySteps([
        {...FIRST, release_id: 2},
        {...FIRST, release_offset: 12},
        {...FIRST, search: "inbox"},
    ]);
});

test("nothing to show says what to do", async () => {
    page.releases = [];
    page.rows = [];
    page.release_count = 0;
    await mountMapping();
    expect(".o_digit_mapping_empty").toHaveText(/Import a service list/);
    expect.verifySteps([FIRST]);
});
