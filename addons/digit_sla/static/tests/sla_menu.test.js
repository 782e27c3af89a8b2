import {SlaMenu} from "@digit_sla/backend/systray/sla_menu";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {click, queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    mockService,
    mountWithCleanup,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

defineMailModels();

const MENU = ".o_digit_sla_menu";
let counts = {};

beforeEach(() => {
    counts = {breached: 2, at_risk: 3, due_today: 4, in_my_teams: true};
    onRpc("has_group", ({args}) => {
        expect(args).toEqual([
            serverState.userId,
            "helpdesk_mgmt.group_helpdesk_user_own",
        ]);
        return true;
    });
    onRpc("helpdesk.ticket", "get_sla_counts", () => {
        expect.step("counts");
        return counts;
    });
    mockService("action", {
        doAction(action, {additionalContext}) {
            expect.step([action, additionalContext]);
        },
    });
});

async function mountMenu() {
    await mountWithCleanup(SlaMenu);
    await animationFrame();
}

test("breached and at risk are counted together, with one call", async () => {
    await mountMenu();
    expect(`${MENU} .badge`).toHaveText("5");
    expect(`${MENU} .badge`).toHaveClass("text-bg-danger");
    expect.verifySteps(["counts"]);
});

test("nothing breached is a warning, nothing at all shows no number", async () => {
    counts = {breached: 0, at_risk: 1, due_today: 4, in_my_teams: true};
    await mountMenu();
    expect(`${MENU} .badge`).toHaveClass("text-bg-warning");
    counts = {breached: 0, at_risk: 0, due_today: 4, in_my_teams: true};
    await click(MENU);
    await animationFrame();
    expect(`${MENU} .badge`).toHaveCount(0);
    expect.verifySteps(["counts", "counts"]);
});

test("the menu asks again when it opens, and tells each count", async () => {
    await mountMenu();
    counts.due_today = 7;
    await click(MENU);
    await animationFrame();
    expect(queryAllTexts(".o_digit_sla_menu_content .o-dropdown-item")).toEqual([
        "Breached\n2",
        "At risk\n3",
        "Due today\n7",
    ]);
    expect.verifySteps(["counts", "counts"]);
});

test("a count opens its tickets, of one's teams", async () => {
    await mountMenu();
    await click(MENU);
    await animationFrame();
    await click(".o-dropdown-item[data-name=at_risk]");
    await animationFrame();
    expect.verifySteps([
        "counts",
        "counts",
        [
            "helpdesk_mgmt.helpdesk_ticket_action",
            {search_default_sla_at_risk: 1, search_default_my_teams: 1},
        ],
    ]);
});

test("who is in no team watches every ticket", async () => {
    counts.in_my_teams = false;
    await mountMenu();
    await click(MENU);
    await animationFrame();
    await click(".o-dropdown-item[data-name=breached]");
    await animationFrame();
    expect.verifySteps([
        "counts",
        "counts",
        ["helpdesk_mgmt.helpdesk_ticket_action", {search_default_sla_breached: 1}],
    ]);
});

test("who is no agent sees nothing, and nothing is counted", async () => {
    onRpc("has_group", () => false);
    await mountMenu();
    expect(MENU).toHaveCount(0);
    expect.verifySteps([]);
});
