import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {mockDate} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {defineModels, fields, models, mountView} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const HOUR = 3600;
// Monday 23 November 2026, 16:30 in India
const START = Date.UTC(2026, 10, 23, 11) / 1000;
const at = (hours) => START + hours * HOUR;

class Clock extends models.Model {
    _name = "digit.sla.clock";

    timeline = fields.Json();

    _views = {
        form: `<form><field name="timeline" widget="digit_sla_timeline"/></form>`,
    };
}

defineModels([Clock]);
defineMailModels();

beforeEach(() => {
    mockDate("2026-11-23 11:45:00", +0);
    Clock._records = [];
});

/** Due on Monday at 18:00 in India, told at 17:15. */
function mountTimeline(values) {
    const timeline = {
        sentence: "due Mon 23 Nov 18:00 IST",
        tz: "Asia/Kolkata",
        now: at(0.75),
        waiting: true,
        segments: [
            {
                kind: "open",
                label: "Working time",
                start: at(0),
                stop: at(1.5),
                share: 100,
            },
        ],
        marks: [
            {kind: "start", label: "Started", moment: at(0), place: 0},
            {kind: "deadline", label: "Due", moment: at(1.5), place: 100},
        ],
        ...values,
    };
    Clock._records = [{id: 1, timeline: values === false ? false : timeline}];
    return mountView({type: "form", resModel: "digit.sla.clock", resId: 1});
}

test("the sentence, a segment, the marks, and now in the middle", async () => {
    await mountTimeline();
    expect(".o_digit_sla_sentence").toHaveText("Due Mon 23 Nov 18:00 IST");
    expect(".o_digit_sla_bar .o_digit_sla_segment").toHaveCount(1);
    expect(".o_digit_sla_marks i").toHaveCount(2);
    expect(".o_digit_sla_bar .o_digit_sla_deadline").toHaveCount(1);
    const {left} = document.querySelector(".o_digit_sla_bar .o_digit_sla_now").style;
    expect(Math.round(parseFloat(left))).toBe(50);
});

test("the reader's zone, and that of the schedule beside it", async () => {
    await mountTimeline();
    expect(".o_digit_sla_axis").toHaveCount(2);
    expect(".o_digit_sla_zone:last").toHaveText("Kolkata");
    expect(".o_digit_sla_axis:first span:first").toHaveText(/^Mon 11:00/);
    expect(".o_digit_sla_axis:last span:first").toHaveText(/^Mon (16:30|4:30 PM)/);
});

test("a segment says what it was and from when to when, in both zones", async () => {
    await mountTimeline();
    const title = new RegExp(
        "^Working time, 1 h 30 m\\nMon 23 Nov 11:00.* – 12:30.* \\(.*\\)\\n" +
            "Mon 23 Nov (16:30|4:30 PM) – (18:00|6:00 PM) \\(Kolkata\\)$"
    );
    expect(".o_digit_sla_bar .o_digit_sla_segment").toHaveAttribute("title", title);
});

test("one axis where both zones agree", async () => {
    mockDate("2026-11-23 11:45:00", +5.5);
    await mountTimeline();
    expect(".o_digit_sla_axis").toHaveCount(1);
    expect(".o_digit_sla_zone").toHaveCount(0);
});

test("what is settled has no now", async () => {
    await mountTimeline({waiting: false});
    expect(".o_digit_sla_now").toHaveCount(0);
});

test("a step of an escalation has a bell, which the legend explains", async () => {
    await mountTimeline({
        waiting: false,
        marks: [{kind: "step", label: "Step", moment: at(0.75), place: 50}],
    });
    expect(".o_digit_sla_marks .fa-bell").toHaveCount(1);
    expect(".o_digit_sla_legend .fa-bell").toHaveCount(1);
});

test("what ended as it began has its sentence only", async () => {
    await mountTimeline({segments: [], waiting: false});
    expect(".o_digit_sla_sentence").toHaveCount(1);
    expect(".o_digit_sla_bar").toHaveCount(0);
});

test("no clock, no picture", async () => {
    await mountTimeline(false);
    expect(".o_digit_sla_timeline").toHaveCount(0);
});
