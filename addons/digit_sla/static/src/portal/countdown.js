import {registry} from "@web/core/registry";
import {Interaction} from "@web/public/interaction";
import {
    getFigures,
    getTickDelay,
    toSeconds,
} from "@digit_sla/backend/countdown/countdown";
import {getText, getTitle} from "@digit_sla/backend/countdown/countdown_text";

/**
 * Makes a deadline of the portal tick; without it, the page tells it in words.
 */
export class PortalCountdown extends Interaction {
    static selector = ".o_digit_sla_portal_countdown";

    setup() {
        this.countdown = JSON.parse(this.el.dataset.countdown);
        this.offset = toSeconds(this.countdown.now) - Date.now() / 1000;
    }

    start() {
        const now = Date.now() / 1000 + this.offset;
        const figures = getFigures(this.countdown, now);
        this.el.textContent = getText(this.countdown, figures, now);
        this.el.title = getTitle(this.countdown, figures);
        this.el.dataset.state = figures.state;
        const delay = getTickDelay(figures);
        if (delay) {
            this.waitForTimeout(() => this.start(), delay);
        }
    }
}

registry
    .category("public.interactions")
    .add("digit_sla.portal_countdown", PortalCountdown);
