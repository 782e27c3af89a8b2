import {Component, onWillDestroy, onWillUpdateProps, toRaw, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {
    AT_RISK,
    BREACHED,
    MET,
    PAUSED,
    RUNNING,
    getFigures,
    getTickDelay,
} from "./countdown";
import {getText, getTitle} from "./countdown_text";

const CLASSES = {
    [RUNNING]: "o_digit_sla_running border",
    [AT_RISK]: "text-bg-warning",
    [BREACHED]: "text-bg-danger",
    [PAUSED]: "text-bg-300",
    [MET]: "text-bg-success",
};

/**
 * How many milliseconds the clock of this computer is behind that of the server, for
 * each countdown since it came: the same one may be shown again later.
 */
const offsets = new WeakMap();

function getOffset(countdown) {
    const key = toRaw(countdown);
    if (!offsets.has(key)) {
        offsets.set(key, Date.parse(countdown.now) - Date.now());
    }
    return offsets.get(key);
}

/**
 * A chip that tells the time left of an SLA clock, and goes on telling it.
 */
export class SlaCountdownField extends Component {
    static template = "digit_sla.SlaCountdownField";
    static props = {...standardFieldProps};

    setup() {
        this.state = useState({now: 0});
        this.tick(this.props);
        onWillUpdateProps((nextProps) => this.tick(nextProps));
        onWillDestroy(() => browser.clearTimeout(this.timeout));
    }

    tick(props) {
        browser.clearTimeout(this.timeout);
        const countdown = props.record.data[props.name];
        if (!countdown) {
            return;
        }
        this.state.now = (Date.now() + getOffset(countdown)) / 1000;
        const delay = getTickDelay(getFigures(countdown, this.state.now));
        if (delay) {
            this.timeout = browser.setTimeout(() => this.tick(this.props), delay);
        }
    }

    get countdown() {
        return this.props.record.data[this.props.name];
    }

    get chip() {
        const {countdown} = this;
        const {now} = this.state;
        const figures = getFigures(countdown, now);
        return {
            className: CLASSES[figures.state],
            state: figures.state,
            text: getText(countdown, figures, now),
            title: getTitle(countdown, figures),
        };
    }
}

export const slaCountdownField = {
    component: SlaCountdownField,
    displayName: _t("SLA Countdown"),
    supportedTypes: ["json"],
};

registry.category("fields").add("digit_sla_countdown", slaCountdownField);
