import {_t} from "@web/core/l10n/translation";
import {rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {Interaction} from "@web/public/interaction";

// What is asked anew when an answer changes.
const FOLLOWING = {
    deployment: ["environment", "service", "version"],
    environment: ["version"],
    service: ["version"],
};
const PREVIEWED = [
    "deployment",
    "environment",
    "service",
    "version",
    "impact",
    "urgency",
    "kind",
];
// What tells which tickets and fixes look alike.
const COMPARED = ["deployment", "environment", "service", "version", "subject"];
const SESSION_EXPIRED = "odoo.http.SessionExpiredException";

/**
 * Tells while typing what the server tells after sending; the form works without.
 */
export class TicketForm extends Interaction {
    static selector = ".o_digit_ticket_form";
    dynamicContent = {
        _root: {
            "t-on-change": this.onChange,
            "t-on-input": this.onInput,
            "t-on-submit": this.onSubmit,
        },
    };

    setup() {
        this.updateSimilarSoon = this.debounced(this.updateSimilar, 500);
    }

    onInput(ev) {
        if (ev.target.name === "subject") {
            this.updateSimilarSoon();
        }
    }

    async onChange(ev) {
        const name = ev.target.name;
        if (name in FOLLOWING) {
            await this.loadQuestions(name);
        }
        if (PREVIEWED.includes(name)) {
            await this.updatePreview();
        }
        if (COMPARED.includes(name)) {
            await this.updateSimilar();
        }
        if (name === "attachment") {
            this.checkFiles();
        }
    }

    onSubmit(ev) {
        if (!this.checkFiles()) {
            ev.preventDefault();
            return;
        }
        this.el.querySelector("button.btn-primary[type=submit]").disabled = true;
    }

    /** What is asked depends on the deployment, the environment and the service. */
    async loadQuestions(name) {
        const body = new FormData(this.el);
        for (const dropped of ["attachment", ...FOLLOWING[name]]) {
            body.delete(dropped);
        }
        const response = await this.waitFor(
            fetch("/new/ticket", {method: "POST", body}).catch(() => null)
        );
        const html = response && (await this.waitFor(response.text()));
        const page = new DOMParser().parseFromString(html || "", "text/html");
        this.replaceQuestions(page, ".o_digit_place");
        if (name === "deployment") {
            this.replaceQuestions(page, ".o_digit_scheme");
        }
        this.el.querySelector(`select[name=${name}]`)?.focus();
    }

    replaceQuestions(page, selector) {
        const questions = page.querySelector(selector);
        if (questions) {
            this.el.querySelector(selector).replaceWith(questions);
        }
    }

    async updatePreview() {
        const preview = await this.ask("/my/ticket/preview", PREVIEWED);
        if (preview) {
            this.showVerdict(preview.entitlement);
            this.showPreview(preview);
        }
    }

    /** What is known already of what is being typed, as the server shows it. */
    async updateSimilar() {
        const known = await this.ask("/my/ticket/similar", COMPARED);
        if (known) {
            this.showKnown(".o_digit_similar", known.tickets);
            this.showKnown(".o_digit_fixes", known.fixes);
        }
    }

    showKnown(selector, html) {
        const page = new DOMParser().parseFromString(html, "text/html");
        this.el.querySelector(selector)?.replaceChildren(...page.body.childNodes);
    }

    /**
     * Ask the server about some of the answers. It only helps: nothing comes back
     * when it cannot be reached, and the report is written all the same.
     */
    async ask(route, names) {
        const values = new FormData(this.el);
        const params = Object.fromEntries(
            names.map((name) => [name, values.get(name)])
        );
        return this.waitFor(
            rpc(route, params, {silent: true}).catch((error) => {
                if (error.exceptionName === SESSION_EXPIRED) {
                    this.showLoggedOut();
                }
                return null;
            })
        );
    }

    showLoggedOut() {
        const notice = this.el.querySelector(".o_digit_logged_out");
        notice.classList.remove("d-none");
        notice.scrollIntoView({block: "center"});
    }

    showVerdict(verdict) {
        const box = this.el.querySelector(".o_digit_verdict");
        if (!box || !verdict) {
            return;
        }
        box.className = `o_digit_verdict alert alert-${verdict.status} border mb-4`;
        for (const name of ["label", "reason", "note"]) {
            box.querySelector(`.o_digit_verdict_${name}`).textContent = verdict[name];
        }
    }

    showPreview({title, description, facts}) {
        const preview = this.el.querySelector(".o_digit_preview");
        if (!preview) {
            return;
        }
        preview.classList.toggle("d-none", !title);
        preview.querySelector(".o_digit_preview_title").textContent = title || "";
        preview.querySelector(".o_digit_preview_description").textContent =
            description || "";
        const cells = (facts || []).flatMap(([label, text]) => [
            this.createCell("dt", "col-sm-3", label),
            this.createCell("dd", "col-sm-9 mb-0", text),
        ]);
        preview.querySelector(".o_digit_preview_facts").replaceChildren(...cells);
    }

    createCell(tag, classes, text) {
        const cell = document.createElement(tag);
        cell.className = classes;
        cell.textContent = text;
        return cell;
    }

    /** Whether the files are within the limits; if not, says so. */
    checkFiles() {
        const files = [...this.el.querySelector("input[name=attachment]").files];
        const maxFiles = parseInt(this.el.dataset.maxFiles);
        const maxSize = parseInt(this.el.dataset.maxSize);
        const size = files.reduce((total, file) => total + file.size, 0);
        let message = "";
        if (files.length > maxFiles) {
            message = _t("At most %s files, please.", maxFiles);
        } else if (size > maxSize) {
            message = _t("At most %s MB in total, please.", maxSize / 1024 / 1024);
        }
        const error = this.el.querySelector(".o_digit_files_error");
        error.textContent = message;
        error.classList.toggle("d-none", !message);
        return !message;
    }
}

registry.category("public.interactions").add("digit_support.ticket_form", TicketForm);
