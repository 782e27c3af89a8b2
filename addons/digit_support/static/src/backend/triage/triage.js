import {onMounted} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {formView} from "@web/views/form/form_view";
import {KeyboardFormController} from "../keyboard/keyboard_form";

/** Sorting begins at once: the keyboard is in the first field of a ticket. */
class TriageFormController extends KeyboardFormController {
    setup() {
        super.setup();
        onMounted(() => this.fields.el?.querySelector("[name='kind'] input")?.focus());
    }
}

registry.category("views").add("digit_triage_form", {
    ...formView,
    Controller: TriageFormController,
});

/** Opens the next ticket of the queue in place of this one; the queue at its end. */
async function openNext(env, {params: {ids}}) {
    // a window that asked for something is done with
    await env.services.action.doAction({type: "ir.actions.act_window_close"});
    if (ids.length) {
        await env.services.action.switchView("form", {resId: ids[0], resIds: ids});
    } else {
        await env.services.action.switchView("list");
    }
}

registry.category("actions").add("digit_support.triage_next", openNext);
