import {is24HourFormat} from "@web/core/l10n/time";
import {_t} from "@web/core/l10n/translation";
import {formatAmount} from "../countdown/countdown_text";

const {DateTime, Info} = luxon;
const WEEK = 6 * 24 * 3600;

function getTimeFormat() {
    return is24HourFormat() ? "HH:mm" : "h:mm a";
}

// what browsers still call by the names of former days
const RENAMED = {
    Calcutta: "Kolkata",
    Katmandu: "Kathmandu",
    Rangoon: "Yangon",
    Saigon: "Ho Chi Minh",
};

/**
 * Where a zone is: the last part of its name.
 *
 * @param {string} tz IANA name
 * @returns {string}
 */
export function getCity(tz) {
    const city = tz.split("/").at(-1).replaceAll("_", " ");
    return RENAMED[city] || city;
}

/**
 * @param {number} moment seconds since 1970
 * @param {string} tz
 * @param {boolean} isLong whether days of a week would be told twice
 * @returns {string} a label of an axis
 */
export function formatTick(moment, tz, isLong) {
    // LLL: beside a day, MMM is a number in Portuguese
    const day = isLong ? "d LLL" : "ccc";
    return DateTime.fromSeconds(moment)
        .setZone(tz)
        .toFormat(`${day} ${getTimeFormat()}`);
}

/**
 * @param {boolean} isLong as above
 * @returns {number} the room that a label takes, in pixels
 */
export function getTickWidth(isLong) {
    // from "Mon" to "segunda"
    const letters = Math.max(...Info.weekdays("short").map(({length}) => length));
    const day = isLong ? 86 : 66 + 6 * (letters - 3);
    return day + (is24HourFormat() ? 0 : 22);
}

/**
 * @param {import("./timeline").Segment[]} segments
 * @returns {boolean}
 */
export function isLong(segments) {
    return segments.at(-1).stop - segments[0].start > WEEK;
}

/**
 * The zones that a reader is told, the own one first.
 *
 * @param {import("./timeline").Timeline} timeline
 * @returns {string[]} one where both read the same all the time
 */
export function getZones({tz, segments}) {
    const own = DateTime.local().zoneName;
    const isSame = segments.every(({start}) => {
        const moment = DateTime.fromSeconds(start);
        return moment.setZone(own).offset === moment.setZone(tz).offset;
    });
    return isSame ? [tz] : [own, tz];
}

/**
 * @param {number} moment seconds since 1970
 * @param {string} tz
 * @returns {string}
 */
export function formatMoment(moment, tz) {
    return DateTime.fromSeconds(moment)
        .setZone(tz)
        .toFormat(`ccc d LLL ${getTimeFormat()}`);
}

function formatSpan({start, stop}, tz) {
    const [from, to] = [start, stop].map((moment) =>
        DateTime.fromSeconds(moment).setZone(tz)
    );
    const end = from.hasSame(to, "day")
        ? to.toFormat(getTimeFormat())
        : formatMoment(stop, tz);
    return `${formatMoment(start, tz)} – ${end}`;
}

/**
 * What a segment was, from when to when, in each zone.
 *
 * @param {import("./timeline").Segment} segment
 * @param {string[]} zones
 * @returns {string} lines
 */
export function getSegmentTitle(segment, zones) {
    const {label, start, stop} = segment;
    const time = formatAmount(stop - start, {days: true});
    const lines = zones.map((tz) => withCity(formatSpan(segment, tz), tz, zones));
    return [_t("%(label)s, %(time)s", {label, time}), ...lines].join("\n");
}

/**
 * @param {{label: string, moment: number}} mark
 * @param {string[]} zones
 * @returns {string} lines
 */
export function getMarkTitle({label, moment}, zones) {
    const lines = zones.map((tz) => withCity(formatMoment(moment, tz), tz, zones));
    return [label, ...lines].join("\n");
}

function withCity(text, tz, zones) {
    return zones.length > 1 ? `${text} (${getCity(tz)})` : text;
}
