import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {Many2One} from "@web/views/fields/many2one/many2one";
import {
    Many2OneField,
    buildM2OFieldDescription,
} from "@web/views/fields/many2one/many2one_field";
import {Many2XAutocomplete} from "@web/views/fields/relational_utils";

const MIN_DIGITS = 5;
const NUMBER = /^[\d\s()+./-]+$/;

const animationFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** @returns {boolean} whether somebody typed a telephone number */
export function isNumber(text) {
    return NUMBER.test(text || "") && text.replace(/\D/g, "").length >= MIN_DIGITS;
}

class CallerAutocomplete extends Many2XAutocomplete {
    buildCreateSuggestion(request) {
        return {
            ...super.buildCreateSuggestion(request),
            label: isNumber(request)
                ? _t("New caller with number %s", request)
                : _t("New caller: %s", request),
        };
    }
}

class CallerMany2One extends Many2One {
    static components = {
        ...Many2One.components,
        Many2XAutocomplete: CallerAutocomplete,
    };
}

/**
 * Finds a caller. What is typed for somebody who is not known yet is kept: as the name
 * or the number of a new caller, who is made when the call is logged.
 */
export class CallerField extends Many2OneField {
    static components = {Many2One: CallerMany2One};

    get m2oProps() {
        const props = super.m2oProps;
        return {
            ...props,
            canCreate: true,
            canCreateEdit: false,
            canOpen: false,
            canQuickCreate: true,
            update: (value) => this.choose(value),
        };
    }

    async choose(value) {
        const {name, record} = this.props;
        const isNew = value && !value.id;
        const kept = isNumber(value.display_name) ? "partner_phone" : "partner_name";
        await record.update({
            [name]: isNew ? false : value,
            ...(isNew && {[kept]: value.display_name}),
        });
        if (value) {
            await animationFrame();
            this.goOn();
        }
    }

    /** The keyboard goes on with what is not known yet. */
    goOn() {
        const {data} = this.props.record;
        const known = data[this.props.name] || data.partner_name;
        const next = known
            ? data.partner_phone
                ? "name"
                : "partner_phone"
            : "partner_name";
        const form = document.getElementById(this.props.id)?.closest(".o_form_view");
        form?.querySelector(`.o_field_widget[name='${next}'] input`)?.focus();
    }
}

registry.category("fields").add("digit_caller", {
    ...buildM2OFieldDescription(CallerField),
});
