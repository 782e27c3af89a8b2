/**
 * Where things are in the picture of an SLA clock.
 *
 * @typedef Segment
 * @property {string} kind
 * @property {string} label
 * @property {number} start seconds since 1970
 * @property {number} stop
 * @property {number} share of the width, in percent
 *
 * @typedef Mark
 * @property {string} kind
 * @property {string} label
 * @property {number} moment
 * @property {number} place in percent
 *
 * @typedef Timeline see ``_get_timeline`` of ``digit.sla.clock``
 * @property {string} sentence
 * @property {string} tz zone of the schedule
 * @property {number} now when the server told
 * @property {boolean} waiting whether it goes on
 * @property {Segment[]} segments
 * @property {Mark[]} marks
 */

export const LABEL_GAP = 6;

// which moments are labelled first when there is no room for all
const LABELLED = ["deadline", "start", "meet"];

/**
 * @param {Segment[]} segments
 * @param {number} moment
 * @returns {number} percent; what is outside is at the edge
 */
export function getPlace(segments, moment) {
    return segments.reduce((place, {start, stop, share}) => {
        const passed = (moment - start) / (stop - start);
        return place + share * Math.min(Math.max(passed, 0), 1);
    }, 0);
}

/**
 * The moments that an axis may label, the most telling first.
 *
 * @param {Timeline} timeline
 * @returns {{moment: number, place: number}[]}
 */
export function getCandidates({segments, marks}) {
    const told = LABELLED.flatMap((kind) => marks.filter((mark) => mark.kind === kind));
    const places = segments.map(({start, kind}) => ({
        kind,
        moment: start,
        place: getPlace(segments, start),
    }));
    const opens = places.filter(({kind}) => kind === "open");
    const others = places.filter(({kind}) => kind !== "open");
    const end = {moment: segments.at(-1).stop, place: 100};
    return [...told, end, ...opens, ...others].map(({moment, place}) => ({
        moment,
        place,
    }));
}

/**
 * The labels of an axis that fit, from left to right.
 *
 * @param {Timeline} timeline
 * @param {number} width of the axis in pixels
 * @param {number} labelWidth
 * @returns {{moment: number, place: number, left: number}[]} ``left`` in pixels
 */
export function getTicks(timeline, width, labelWidth) {
    const ticks = [];
    for (const {moment, place} of getCandidates(timeline)) {
        const middle = (place / 100) * width - labelWidth / 2;
        const left = Math.max(0, Math.min(middle, width - labelWidth));
        const isFree = ticks.every(
            (tick) => Math.abs(tick.left - left) >= labelWidth + LABEL_GAP
        );
        if (isFree) {
            ticks.push({moment, place, left});
        }
    }
    return ticks.sort((a, b) => a.left - b.left);
}

/**
 * The marks above the bar: a breach is at the deadline and tells more.
 *
 * @param {Timeline} timeline
 * @returns {Mark[]}
 */
export function getShownMarks({marks}) {
    const isBroken = marks.some(({kind}) => kind === "breach");
    return marks.filter(({kind}) => !(isBroken && kind === "deadline"));
}

/**
 * @param {{kind: string, label: string}[]} items segments or marks
 * @returns {{kind: string, label: string}[]} one of each kind, for a legend
 */
export function getKinds(items) {
    const labels = new Map(items.map(({kind, label}) => [kind, label]));
    return [...labels].map(([kind, label]) => ({kind, label}));
}
