import {_t} from "@web/core/l10n/translation";
import {TriggerSelectionField} from "@base_automation/base_automation_trigger_selection_field";
import {patch} from "@web/core/utils/patch";

const TICKET = "helpdesk.ticket";

function isOfSla([value]) {
    return value.startsWith("on_sla_");
}

/** Odoo's own field knows the groups of its own triggers only: ours are shown apart. */
patch(TriggerSelectionField.prototype, {
    setup() {
        const {record, name} = this.props;
        const field = record.fields[name];
        if (!field.slaOptions) {
            const slaOptions = field.selection.filter(isOfSla);
            const selection = field.selection.filter((option) => !isOfSla(option));
            record.fields[name] = {...field, selection, slaOptions};
        }
        super.setup();
    },

    get options() {
        return [...super.options, ...this.slaOptions];
    },

    get slaOptions() {
        return this.props.record.fields[this.props.name].slaOptions;
    },

    get groups() {
        if (this.props.record.data.model_name !== TICKET) {
            return super.groups;
        }
        const choices = this.slaOptions.map(([value, label]) => ({value, label}));
        return [{label: _t("Promises"), choices}, ...super.groups];
    },
});
