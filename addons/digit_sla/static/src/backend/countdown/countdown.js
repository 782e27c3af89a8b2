/**
 * What an SLA clock is at a given moment, from what the server told once.
 *
 * @typedef Countdown see ``_get_countdown`` of ``digit.sla.clock``
 * @property {string} metric
 * @property {string} state
 * @property {string} now when the server told, ISO
 * @property {string|false} deadline ISO
 * @property {string|false} [risk] ISO
 * @property {string|false} reached ISO
 * @property {number} left seconds of working time that a paused clock has left
 * @property {[number, number][]} windows working time until the deadline, in seconds
 *  since 1970
 */

export const RUNNING = "running";
export const PAUSED = "paused";
export const AT_RISK = "at_risk";
export const BREACHED = "breached";
export const MET = "met";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * @param {string|false|undefined} iso
 * @returns {number|false} seconds since 1970
 */
export function toSeconds(iso) {
    return iso ? Date.parse(iso) / 1000 : false;
}

/**
 * Working time between ``now`` and the end of ``windows``.
 *
 * @param {[number, number][]} windows
 * @param {number} now
 * @returns {number} seconds
 */
export function getWorkingSeconds(windows, now) {
    return windows.reduce(
        (total, [from, to]) => total + Math.max(0, to - Math.max(from, now)),
        0
    );
}

/**
 * When working time begins again.
 *
 * @param {[number, number][]} windows
 * @param {number} now
 * @returns {number|false} seconds since 1970; false while it is working time, and when
 *  there is none ahead
 */
export function getOpening(windows, now) {
    const next = windows.find(([, to]) => now < to);
    // the first window may begin at the very moment that the server told
    return next && next[0] - now >= 1 ? next[0] : false;
}

/**
 * @param {Countdown} countdown
 * @param {number} now
 * @returns {string} the state, which may have changed since the server told it
 */
export function getState(countdown, now) {
    const deadline = toSeconds(countdown.deadline);
    if (![RUNNING, AT_RISK].includes(countdown.state) || !deadline) {
        return countdown.state;
    }
    if (now > deadline) {
        return BREACHED;
    }
    const risk = toSeconds(countdown.risk);
    return risk && now >= risk ? AT_RISK : countdown.state;
}

/**
 * @param {Countdown} countdown
 * @param {number} now seconds since 1970, by the clock of the server
 * @returns {{state: string, left: number, late: number, opening: number|false,
 *  isPartial: boolean}} ``left`` in working time, ``late`` by the wall clock
 */
export function getFigures(countdown, now) {
    const {windows, left} = countdown;
    const state = getState(countdown, now);
    const deadline = toSeconds(countdown.deadline);
    const isRunning = [RUNNING, AT_RISK].includes(state);
    const end = toSeconds(countdown.reached) || now;
    return {
        state,
        left: isRunning ? getWorkingSeconds(windows, now) : left,
        late: state === BREACHED && deadline ? Math.max(0, end - deadline) : 0,
        opening: isRunning && getOpening(windows, now),
        // the server does not tell every window of a deadline that is weeks away
        isPartial: isRunning && windows.length > 0 && windows.at(-1)[1] < deadline,
    };
}

/**
 * @param {number} seconds
 * @param {{ days?: boolean }} [options] days of 24 hours, which working time has not
 * @returns {{days: number, hours: number, minutes: number, seconds: number|false}}
 *  ``seconds`` only under ten minutes
 */
export function splitDuration(seconds, {days = false} = {}) {
    const whole = Math.floor(seconds);
    return {
        days: days ? Math.floor(whole / DAY) : 0,
        hours: Math.floor((days ? whole % DAY : whole) / HOUR),
        minutes: Math.floor((whole % HOUR) / MINUTE),
        seconds: whole < 10 * MINUTE && whole % MINUTE,
    };
}

/**
 * How long a text about these figures stays true.
 *
 * @param {ReturnType<typeof getFigures>} figures
 * @returns {number} milliseconds; 0 when it does not change any more
 */
export function getTickDelay({state, left, late, opening}) {
    if ([PAUSED, MET].includes(state)) {
        return 0;
    }
    const seconds = state === BREACHED ? late : left;
    return seconds < HOUR && !opening ? 1000 : 30000;
}
