import {registry} from "@web/core/registry";
import {Interaction} from "@web/public/interaction";

/**
 * Offers the versions of the service that is chosen; the form works without.
 */
export class InstallationForm extends Interaction {
    static selector = ".o_digit_installation_form";
    dynamicContent = {
        "select[name=service]": {"t-on-change": this.loadVersions},
    };

    async loadVersions(ev) {
        const url = new URL(this.el.action);
        url.searchParams.set("service", ev.target.value);
        const response = await this.waitFor(fetch(url));
        const html = await this.waitFor(response.text());
        const page = new DOMParser().parseFromString(html, "text/html");
        const versions = page.querySelector(".o_digit_versions");
        if (versions) {
            this.el.querySelector(".o_digit_versions").replaceWith(versions);
        }
    }
}

registry
    .category("public.interactions")
    .add("digit_support.installation_form", InstallationForm);
