import {describe, expect, test} from "@odoo/hoot";
import {
    getFigures,
    getOpening,
    getState,
    getTickDelay,
    getWorkingSeconds,
    splitDuration,
} from "@digit_sla/backend/countdown/countdown";

describe.current.tags("headless");

const HOUR = 3600;
// Monday 23 November 2026, 00:00 UTC
const MONDAY = Date.UTC(2026, 10, 23) / 1000;
const at = (hours, minutes = 0, seconds = 0) =>
    MONDAY + hours * HOUR + minutes * 60 + seconds;
const iso = (moment) => new Date(moment * 1000).toISOString();

function makeCountdown(values) {
    return {
        metric: "response",
        state: "running",
        now: iso(at(9)),
        deadline: iso(at(34)),
        reached: false,
        left: 10 * HOUR,
        // 9-18 on Monday, then on Tuesday until the deadline at 10
        windows: [
            [at(9), at(18)],
            [at(33), at(34)],
        ],
        ...values,
    };
}

test("working time is what of the windows is still ahead", () => {
    const {windows} = makeCountdown();
    expect(getWorkingSeconds(windows, at(8))).toBe(10 * HOUR);
    expect(getWorkingSeconds(windows, at(9, 30))).toBe(9.5 * HOUR);
    expect(getWorkingSeconds(windows, at(18))).toBe(HOUR);
    expect(getWorkingSeconds(windows, at(25))).toBe(HOUR);
    expect(getWorkingSeconds(windows, at(33, 59, 59))).toBe(1);
    expect(getWorkingSeconds(windows, at(40))).toBe(0);
    expect(getWorkingSeconds([], at(9))).toBe(0);
});

test("the next opening, at the edges of the windows", () => {
    const {windows} = makeCountdown();
    expect(getOpening(windows, at(8, 59, 59))).toBe(at(9));
    expect(getOpening(windows, at(9) - 0.001)).toBe(false);
    expect(getOpening(windows, at(9))).toBe(false);
    expect(getOpening(windows, at(17, 59, 59))).toBe(false);
    expect(getOpening(windows, at(18))).toBe(at(33));
    expect(getOpening(windows, at(34))).toBe(false);
    expect(getOpening([], at(9))).toBe(false);
});

test("a running clock is breached strictly after its deadline", () => {
    const countdown = makeCountdown();
    expect(getState(countdown, at(33, 59, 59))).toBe("running");
    expect(getState(countdown, at(34))).toBe("running");
    expect(getState(countdown, at(34, 0, 1))).toBe("breached");
    expect(getFigures(countdown, at(35, 5)).late).toBe(65 * 60);
});

test("a running clock gets at risk when the server says so, or when it said it would", () => {
    const countdown = makeCountdown({risk: iso(at(17))});
    expect(getState(countdown, at(16, 59, 59))).toBe("running");
    expect(getState(countdown, at(17))).toBe("at_risk");
    expect(getState(makeCountdown({state: "at_risk"}), at(9))).toBe("at_risk");
    expect(getState(makeCountdown({state: "at_risk"}), at(35))).toBe("breached");
});

test("a clock that stands or is settled does not become breached", () => {
    for (const state of ["paused", "met"]) {
        expect(getState(makeCountdown({state}), at(60))).toBe(state);
    }
    const paused = makeCountdown({state: "paused", deadline: false, windows: []});
    expect(getFigures(paused, at(60)).left).toBe(10 * HOUR);
});

test("a late answer stays as late as it was", () => {
    const countdown = makeCountdown({state: "breached", reached: iso(at(36))});
    expect(getFigures(countdown, at(50)).late).toBe(2 * HOUR);
    expect(getFigures(countdown, at(90)).late).toBe(2 * HOUR);
});

test("a deadline beyond the windows that were told is said to be so", () => {
    expect(getFigures(makeCountdown(), at(9)).isPartial).toBe(false);
    const countdown = makeCountdown({deadline: iso(at(500))});
    expect(getFigures(countdown, at(9)).isPartial).toBe(true);
});

test("amounts in parts", () => {
    const parts = (...args) => Object.values(splitDuration(...args));
    expect(parts(0)).toEqual([0, 0, 0, 0]);
    expect(parts(59.9)).toEqual([0, 0, 0, 59]);
    expect(parts(599)).toEqual([0, 0, 9, 59]);
    expect(parts(600)).toEqual([0, 0, 10, false]);
    expect(parts(26 * HOUR)).toEqual([0, 26, 0, false]);
    expect(parts(26 * HOUR, {days: true})).toEqual([1, 2, 0, false]);
});

test("it ticks each second only in the last hour, and not for ever", () => {
    const delay = (values, now) => getTickDelay(getFigures(makeCountdown(values), now));
    expect(delay({}, at(9))).toBe(30000);
    expect(delay({}, at(33, 10))).toBe(1000);
    expect(delay({}, at(25))).toBe(30000);
    expect(delay({}, at(34, 1))).toBe(1000);
    expect(delay({}, at(36))).toBe(30000);
    expect(delay({state: "paused"}, at(9))).toBe(0);
    expect(delay({state: "met"}, at(9))).toBe(0);
});
