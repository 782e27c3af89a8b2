import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    patchTranslations,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const HOUR = 3600;
// Monday 23 November 2026, 00:00 UTC
const MONDAY = Date.UTC(2026, 10, 23) / 1000;
const at = (hours, minutes = 0, seconds = 0) =>
    MONDAY + hours * HOUR + minutes * 60 + seconds;
const iso = (moment) => new Date(moment * 1000).toISOString();

class Ticket extends models.Model {
    _name = "helpdesk.ticket";

    name = fields.Char();
    countdown = fields.Json();

    _views = {
        form: `<form><field name="countdown" widget="digit_sla_countdown"/></form>`,
        list: `
            <list>
                <field name="name"/>
                <field name="countdown" widget="digit_sla_countdown"/>
            </list>`,
        kanban: `
            <kanban><templates><t t-name="card">
                <field name="countdown" widget="digit_sla_countdown"/>
            </t></templates></kanban>`,
    };
}

defineModels([Ticket]);
defineMailModels();

beforeEach(() => {
    mockDate("2026-11-23 12:00:00", +0);
    Ticket._records = [];
});

/**
 * A ticket due on Monday at 14:10:30 UTC, told at noon, when it is working time.
 *
 * The mocked clock goes on running: figures in minutes have half a minute to spare,
 * those in seconds are not told to the second.
 */
function addTicket(values) {
    const id = Ticket._records.length + 1;
    Ticket._records.push({
        id,
        name: `Ticket ${id}`,
        countdown: {
            metric: "response",
            state: "running",
            now: iso(at(12)),
            deadline: iso(at(14, 10, 30)),
            reached: false,
            left: 2 * HOUR + 600,
            windows: [[at(12), at(14, 10, 30)]],
            ...values,
        },
    });
}

function mountForm() {
    return mountView({type: "form", resModel: "helpdesk.ticket", resId: 1});
}

const CHIP = ".o_digit_sla_countdown";

test("running: working time that is left, ticking", async () => {
    addTicket();
    await mountForm();
    expect(CHIP).toHaveText("2 h 10 m left");
    expect(CHIP).toHaveClass("o_digit_sla_running");
    expect(CHIP).toHaveAttribute("title", /^Due Monday .*14:10:30/);
    await advanceTime(60000);
    expect(CHIP).toHaveText("2 h 9 m left");
});

test("running: in the last minutes each second counts", async () => {
    addTicket({deadline: iso(at(12, 9, 30)), windows: [[at(12), at(12, 9, 30)]]});
    await mountForm();
    expect(CHIP).toHaveText(/^9 m (30|2\d) s left$/);
    await advanceTime(10000);
    expect(CHIP).toHaveText(/^9 m (20|1\d) s left$/);
    await advanceTime(9 * 60 * 1000);
    expect(CHIP).toHaveText(/^(20|1?\d) s left$/);
});

test("over the deadline with the page open", async () => {
    addTicket({deadline: iso(at(12, 0, 30)), windows: [[at(12), at(12, 0, 30)]]});
    await mountForm();
    expect(CHIP).toHaveText(/^(30|2\d) s left$/);
    await advanceTime(20000);
    expect(CHIP).toHaveText(/^(10|\d) s left$/);
    expect(CHIP).not.toHaveClass("text-bg-danger");
    await advanceTime(20000);
    expect(CHIP).toHaveText(/^1\d s late$/);
    expect(CHIP).toHaveClass("text-bg-danger");
});

test("at risk", async () => {
    addTicket({state: "at_risk"});
    await mountForm();
    expect(CHIP).toHaveText("2 h 10 m left");
    expect(CHIP).toHaveClass("text-bg-warning");
});

test("breached: late by the wall clock", async () => {
    addTicket({state: "breached", deadline: iso(at(10, 54, 30)), windows: []});
    await mountForm();
    expect(CHIP).toHaveText("1 h 5 m late");
    expect(CHIP).toHaveClass("text-bg-danger");
    await advanceTime(2 * 24 * HOUR * 1000 + 2 * HOUR * 1000);
    expect(CHIP).toHaveText("2 d 3 h late");
});

test("breached, then answered", async () => {
    addTicket({state: "breached", deadline: iso(at(9)), reached: iso(at(11))});
    await mountForm();
    expect(CHIP).toHaveText("answered 2 h late");
});

test("closed hours: when it opens, in the reader's zone", async () => {
    mockDate("2026-11-21 12:00:00", +5.5);
    addTicket({
        now: "2026-11-21T06:30:00Z",
        deadline: iso(at(5, 30)),
        windows: [[at(3, 30), at(5, 30)]],
    });
    await mountForm();
    expect(CHIP).toHaveText("2 h from Mon 09:00");
    expect(CHIP).toHaveAttribute("title", /2 h of working time left/);
    expect(CHIP).toHaveAttribute("title", /Monday .*11:00/);
});

test("closed hours: later today, and then it opens", async () => {
    addTicket({deadline: iso(at(15, 0, 30)), windows: [[at(13), at(15, 0, 30)]]});
    await mountForm();
    expect(CHIP).toHaveText("2 h from 13:00");
    await advanceTime(HOUR * 1000);
    expect(CHIP).toHaveText(/^(2 h|1 h 59 m) left$/);
});

test("paused: what is left stays left", async () => {
    addTicket({state: "paused", deadline: false, windows: []});
    await mountForm();
    expect(CHIP).toHaveText("paused, 2 h 10 m left");
    expect(CHIP).toHaveClass("text-bg-300");
    await advanceTime(HOUR * 1000);
    expect(CHIP).toHaveText("paused, 2 h 10 m left");
});

test("met", async () => {
    addTicket({state: "met", reached: iso(at(11))});
    await mountForm();
    expect(CHIP).toHaveText("answered");
    expect(CHIP).toHaveClass("text-bg-success");
});

test("a computer whose clock is wrong shows the same", async () => {
    mockDate("2026-11-24 03:17:00", +0);
    addTicket();
    await mountForm();
    expect(CHIP).toHaveText("2 h 10 m left");
    await advanceTime(60000);
    expect(CHIP).toHaveText("2 h 9 m left");
});

test("no SLA, no chip", async () => {
    Ticket._records = [{id: 1, name: "Ticket", countdown: false}];
    await mountForm();
    expect(CHIP).toHaveCount(0);
});

test("another record in the same form", async () => {
    addTicket();
    addTicket({state: "met", reached: iso(at(11))});
    await mountView({
        type: "form",
        resModel: "helpdesk.ticket",
        resIds: [1, 2],
        resId: 1,
    });
    await contains(".o_pager_next").click();
    expect(CHIP).toHaveText("answered");
});

test("each row of a list ticks for itself", async () => {
    addTicket();
    addTicket({state: "paused", deadline: false, windows: []});
    await mountView({type: "list", resModel: "helpdesk.ticket"});
    expect(`.o_data_row:eq(0) ${CHIP}`).toHaveText("2 h 10 m left");
    await advanceTime(60000);
    expect(`.o_data_row:eq(0) ${CHIP}`).toHaveText("2 h 9 m left");
    expect(`.o_data_row:eq(1) ${CHIP}`).toHaveText("paused, 2 h 10 m left");
});

test("on a kanban card", async () => {
    addTicket();
    await mountView({type: "kanban", resModel: "helpdesk.ticket"});
    expect(CHIP).toHaveText("2 h 10 m left");
});

test("in the reader's language", async () => {
    patchTranslations({
        digit_sla: {
            "%(hours)s h %(minutes)s m": "%(hours)s Std. %(minutes)s Min.",
            "%(time)s left": "noch %(time)s",
        },
    });
    addTicket();
    await mountForm();
    await animationFrame();
    expect(CHIP).toHaveText("noch 2 Std. 10 Min.");
});
