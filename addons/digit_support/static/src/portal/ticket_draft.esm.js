import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {Interaction} from "@web/public/interaction";

const PREFIX = "digit_support.draft.";
const DAY = 24 * 60 * 60 * 1000;
const MAX_AGE = 7 * DAY;
// Of no use in another session.
const NOT_KEPT = "csrf_token";

/** What a user typed on this device and did not send; no storage is no draft. */
export const drafts = {
    read(userId) {
        try {
            const draft = JSON.parse(browser.localStorage.getItem(PREFIX + userId));
            return draft && Date.now() - draft.time < MAX_AGE ? draft : null;
        } catch {
            return null;
        }
    },
    write(userId, draft) {
        try {
            browser.localStorage.setItem(PREFIX + userId, JSON.stringify(draft));
        } catch {
            // full or forbidden: the page still has it
        }
    },
    remove(userId) {
        try {
            browser.localStorage.removeItem(PREFIX + userId);
        } catch {
            // forbidden: there is none
        }
    },
};

/**
 * Keeps what is typed on the device, so that it is back after a lost session, a closed
 * window or an empty battery. The server never gets what was not sent.
 */
export class TicketDraft extends Interaction {
    static selector = ".o_digit_ticket_form";
    dynamicContent = {
        _root: {
            "t-on-input": this.debounced(this.save, 250),
            "t-on-change": this.save,
            "t-on-submit": this.save,
            "t-on-click": this.onClick,
        },
        _window: {"t-on-pagehide": this.saveTouched},
    };

    setup() {
        this.isTouched = false;
        this.userId = this.el.dataset.userId;
    }

    start() {
        if (this.el.dataset.isFresh) {
            this.restore();
        }
    }

    save() {
        this.isTouched = true;
        const entries = [...new FormData(this.el)];
        drafts.write(this.userId, {
            time: Date.now(),
            hasFiles: entries.some(([, value]) => value instanceof File && value.name),
            values: entries.filter(
                ([name, value]) => typeof value === "string" && name !== NOT_KEPT
            ),
        });
    }

    saveTouched() {
        if (this.isTouched) {
            this.save();
        }
    }

    /** The server fills the form in: what is asked depends on the answers. */
    async restore() {
        const draft = drafts.read(this.userId);
        if (!draft) {
            return;
        }
        const body = new FormData();
        body.set(NOT_KEPT, this.el.querySelector(`[name=${NOT_KEPT}]`).value);
        draft.values.forEach(([name, value]) => body.append(name, value));
        const response = await this.waitFor(
            fetch("/new/ticket", {method: "POST", body}).catch(() => null)
        );
        const html = response && (await this.waitFor(response.text()));
        const page = new DOMParser().parseFromString(html || "", "text/html");
        const form = page.querySelector(TicketDraft.selector);
        if (form && !this.isTouched) {
            this.el.replaceChildren(...form.childNodes);
            this.tell(draft);
        }
    }

    tell({time, hasFiles}) {
        const language = document.documentElement.lang || undefined;
        const date = new Date(time).toLocaleString(language, {
            dateStyle: "medium",
            timeStyle: "short",
        });
        this.el.querySelector(".o_digit_draft_date").textContent = date;
        this.el.querySelector(".o_digit_draft").classList.remove("d-none");
        this.el
            .querySelector(".o_digit_draft_files")
            .classList.toggle("d-none", !hasFiles);
    }

    onClick(ev) {
        if (ev.target.closest(".o_digit_draft_discard")) {
            this.isTouched = false;
            drafts.remove(this.userId);
            browser.location.assign("/new/ticket");
        }
    }
}

/** The draft has become this ticket. */
export class TicketSent extends Interaction {
    static selector = ".o_digit_ticket[data-form-key]";

    start() {
        const {formKey, userId} = this.el.dataset;
        const once = drafts.read(userId)?.values.find(([name]) => name === "once");
        if (formKey && once?.[1] === formKey) {
            drafts.remove(userId);
        }
    }
}

/** Who logs out leaves nothing on the device. */
export class TicketLogout extends Interaction {
    static selector = "a[href*='/web/session/logout']";
    dynamicContent = {_root: {"t-on-click": this.forget}};

    forget() {
        try {
            Object.keys(browser.localStorage)
                .filter((key) => key.startsWith(PREFIX))
                .forEach((key) => browser.localStorage.removeItem(key));
        } catch {
            // forbidden: there is none
        }
    }
}

const interactions = registry.category("public.interactions");
interactions.add("digit_support.ticket_draft", TicketDraft);
interactions.add("digit_support.ticket_sent", TicketSent);
interactions.add("digit_support.ticket_logout", TicketLogout);
