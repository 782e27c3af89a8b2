import {_t} from "@web/core/l10n/translation";
import {rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {Interaction} from "@web/public/interaction";

/**
 * Tells while typing what the server tells after sending; the form works without.
 */
export class TicketForm extends Interaction {
    static selector = ".o_digit_ticket_form";
    dynamicContent = {
        _root: {
            "t-on-change": this.onChange,
            "t-on-submit": this.onSubmit,
        },
    };

    async onChange(ev) {
        const name = ev.target.name;
        if (name === "deployment") {
            await this.loadQuestions();
        }
        if (["deployment", "impact", "urgency", "kind"].includes(name)) {
            await this.updatePreview();
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

    /** The impacts and urgencies of the deployment that was chosen. */
    async loadQuestions() {
        const body = new FormData(this.el);
        body.delete("attachment");
        const response = await this.waitFor(
            fetch("/new/ticket", {method: "POST", body})
        );
        const html = await this.waitFor(response.text());
        const page = new DOMParser().parseFromString(html, "text/html");
        const questions = page.querySelector(".o_digit_scheme");
        if (questions) {
            this.el.querySelector(".o_digit_scheme").replaceWith(questions);
        }
    }

    async updatePreview() {
        const values = new FormData(this.el);
        const names = ["deployment", "impact", "urgency", "kind"];
        const params = Object.fromEntries(
            names.map((name) => [name, values.get(name)])
        );
        if (params.impact && params.urgency) {
            this.showPreview(await this.waitFor(rpc("/my/ticket/preview", params)));
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
