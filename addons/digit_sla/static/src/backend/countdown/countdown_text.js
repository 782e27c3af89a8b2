import {formatDateTime} from "@web/core/l10n/dates";
import {is24HourFormat} from "@web/core/l10n/time";
import {_t} from "@web/core/l10n/translation";
import {AT_RISK, BREACHED, MET, PAUSED, splitDuration, toSeconds} from "./countdown";

const {DateTime} = luxon;

/**
 * @param {number} amount seconds
 * @param {{ days?: boolean }} [options] see ``splitDuration``
 * @returns {string} e.g. "2 h 10 m"
 */
export function formatAmount(amount, options) {
    const {days, hours, minutes, seconds} = splitDuration(amount, options);
    if (days) {
        return hours
            ? _t("%(days)s d %(hours)s h", {days, hours})
            : _t("%(days)s d", {days});
    }
    if (hours) {
        return minutes
            ? _t("%(hours)s h %(minutes)s m", {hours, minutes})
            : _t("%(hours)s h", {hours});
    }
    if (seconds === false) {
        return _t("%(minutes)s m", {minutes});
    }
    return minutes
        ? _t("%(minutes)s m %(seconds)s s", {minutes, seconds})
        : _t("%(seconds)s s", {seconds});
}

/**
 * @param {number} moment seconds since 1970
 * @param {number} now
 * @returns {string} as short as it can be said today, in the reader's zone
 */
export function formatOpening(moment, now) {
    const opening = DateTime.fromSeconds(moment);
    const today = DateTime.fromSeconds(now).startOf("day");
    const days = opening.startOf("day").diff(today, "days").days;
    const time = is24HourFormat() ? "HH:mm" : "h:mm a";
    if (days < 1) {
        return opening.toFormat(time);
    }
    return opening.toFormat(days < 7 ? `ccc ${time}` : `ccc d LLL ${time}`);
}

function formatLeft({left, isPartial}) {
    const time = formatAmount(left);
    return isPartial ? _t("over %(time)s left", {time}) : _t("%(time)s left", {time});
}

function formatLate(countdown, {late}) {
    const time = formatAmount(late, {days: true});
    if (!countdown.reached) {
        return _t("%(time)s late", {time});
    }
    return countdown.metric === "response"
        ? _t("answered %(time)s late", {time})
        : _t("done %(time)s late", {time});
}

/**
 * What the chip says.
 *
 * @param {import("./countdown").Countdown} countdown
 * @param {ReturnType<import("./countdown").getFigures>} figures
 * @param {number} now
 * @returns {string}
 */
export function getText(countdown, figures, now) {
    const {state, left, opening, isPartial} = figures;
    if (state === MET) {
        return countdown.metric === "response" ? _t("answered") : _t("done");
    }
    if (state === BREACHED) {
        return formatLate(countdown, figures);
    }
    if (state === PAUSED) {
        return _t("paused, %(time)s left", {time: formatAmount(left)});
    }
    if (!opening) {
        return formatLeft(figures);
    }
    // what is left tells, also at night, which one is the most urgent
    const time = formatOpening(opening, now);
    return isPartial
        ? _t("opens %(time)s", {time})
        : _t("%(left)s from %(time)s", {left: formatAmount(left), time});
}

/**
 * The whole story, for who points at the chip.
 *
 * @param {import("./countdown").Countdown} countdown
 * @param {ReturnType<import("./countdown").getFigures>} figures
 * @returns {string}
 */
export function getTitle(countdown, figures) {
    const lines = [];
    const moment = (iso) => {
        const date = DateTime.fromSeconds(toSeconds(iso));
        return `${date.toFormat("cccc")} ${formatDateTime(date)} (${date.offsetNameShort})`;
    };
    if (countdown.deadline) {
        lines.push(_t("Due %(moment)s", {moment: moment(countdown.deadline)}));
    }
    if (countdown.reached) {
        lines.push(_t("Reached %(moment)s", {moment: moment(countdown.reached)}));
    }
    if (figures.opening) {
        lines.push(
            _t("%(time)s of working time left", {time: formatAmount(figures.left)})
        );
    }
    if (figures.state === AT_RISK) {
        lines.push(_t("Most of the time is used up"));
    }
    return lines.join("\n");
}
