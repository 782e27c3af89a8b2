import {describe, expect, test} from "@odoo/hoot";
import {mockDate} from "@odoo/hoot-mock";
import {
    LABEL_GAP,
    getKinds,
    getPlace,
    getShownMarks,
    getTicks,
} from "@digit_sla/backend/timeline/timeline";
import {
    formatMoment,
    getCity,
    getZones,
} from "@digit_sla/backend/timeline/timeline_text";
import {patchWithCleanup} from "@web/../tests/web_test_helpers";
import {localization} from "@web/core/l10n/localization";

describe.current.tags("headless");

const HOUR = 3600;
// Monday 23 November 2026, 16:30 in India
const START = Date.UTC(2026, 10, 23, 11) / 1000;
const at = (hours) => START + hours * HOUR;

/** 4 business hours: 1 h 30 on Monday, a night, 2 h 30 on Tuesday. */
function makeTimeline(values) {
    return {
        tz: "Asia/Kolkata",
        segments: [
            {
                kind: "open",
                label: "Working time",
                start: at(0),
                stop: at(1.5),
                share: 30,
            },
            {
                kind: "closed",
                label: "Closed",
                start: at(1.5),
                stop: at(16.5),
                share: 20,
            },
            {
                kind: "open",
                label: "Working time",
                start: at(16.5),
                stop: at(19),
                share: 50,
            },
        ],
        marks: [
            {kind: "start", label: "Started", moment: at(0), place: 0},
            {kind: "deadline", label: "Due", moment: at(19), place: 100},
        ],
        ...values,
    };
}

test("a moment is as far along its segment as time is", () => {
    const {segments} = makeTimeline();
    expect(getPlace(segments, at(-1))).toBe(0);
    expect(getPlace(segments, at(0.75))).toBe(15);
    expect(getPlace(segments, at(9))).toBe(40);
    expect(getPlace(segments, at(19))).toBe(100);
    expect(getPlace(segments, at(99))).toBe(100);
});

test("where there is room, each change of the bar is labelled once", () => {
    const ticks = getTicks(makeTimeline(), 800, 60);
    expect(ticks.map(({moment}) => moment)).toEqual([at(0), at(1.5), at(16.5), at(19)]);
});

test("where there is little, the deadline and the start are", () => {
    const ticks = getTicks(makeTimeline(), 140, 60);
    expect(ticks.map(({moment}) => moment)).toEqual([at(0), at(19)]);
    const [only, ...others] = getTicks(makeTimeline(), 60, 60);
    expect(only.moment).toBe(at(19));
    expect(others).toHaveLength(0);
});

test("labels neither overlap nor stick out", () => {
    for (let width = 60; width < 600; width += 7) {
        const lefts = getTicks(makeTimeline(), width, 60).map(({left}) => left);
        expect(lefts[0]).toBeGreaterThan(-1);
        expect(lefts.at(-1)).toBeLessThan(width - 60 + 1);
        for (const [index, left] of lefts.slice(1).entries()) {
            expect(left - lefts[index]).toBeGreaterThan(60 + LABEL_GAP - 1);
        }
    }
});

test("a breach is marked in place of its deadline", () => {
    const breach = {kind: "breach", label: "Breached", moment: at(19), place: 80};
    const timeline = makeTimeline();
    expect(getShownMarks(timeline)).toHaveLength(2);
    timeline.marks.push(breach);
    expect(getShownMarks(timeline).map(({kind}) => kind)).toEqual(["start", "breach"]);
});

test("a legend names each kind once", () => {
    expect(getKinds(makeTimeline().segments)).toEqual([
        {kind: "open", label: "Working time"},
        {kind: "closed", label: "Closed"},
    ]);
});

test("one zone where the reader is in that of the schedule, else two", () => {
    mockDate("2026-11-23 12:00:00", +5.5);
    expect(getZones(makeTimeline())).toEqual(["Asia/Kolkata"]);
    mockDate("2026-11-23 12:00:00", +1);
    expect(getZones(makeTimeline())).toHaveLength(2);
});

test("a city has the name of today, whatever the browser calls its zone", () => {
    expect(getCity("Asia/Calcutta")).toBe("Kolkata");
    expect(getCity("Africa/Maputo")).toBe("Maputo");
    expect(getCity("America/New_York")).toBe("New York");
});

test("a month has a name in Portuguese, too", () => {
    patchWithCleanup(localization, {timeFormat: "HH:mm:ss"});
    const {defaultLocale} = luxon.Settings;
    luxon.Settings.defaultLocale = "pt-PT";
    expect(formatMoment(START, "Asia/Kolkata")).toMatch(/23 nov/);
    luxon.Settings.defaultLocale = defaultLocale;
});
