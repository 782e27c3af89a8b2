import {useExternalListener, useRef} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";

/**
 * A form that is filled in without a mouse: Tab takes the suggestion and goes to the
 * next field. Else it goes to the list of suggestions, which is about to vanish, and
 * what is typed next is lost.
 */
export class KeyboardFormController extends FormController {
    setup() {
        super.setup();
        this.fields = useRef("root");
        useExternalListener(window, "keydown", this.skipSuggestions, {capture: true});
    }

    skipSuggestions(ev) {
        if (ev.key === "Tab" && this.fields.el?.contains(ev.target)) {
            for (const link of this.fields.el.querySelectorAll(
                ".o-autocomplete--dropdown-menu a"
            )) {
                link.tabIndex = -1;
            }
        }
    }
}

registry.category("views").add("digit_keyboard_form", {
    ...formView,
    Controller: KeyboardFormController,
});
