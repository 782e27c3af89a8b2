import {registry} from "@web/core/registry";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";

/**
 * A board whose columns may be what nobody chooses, such as the state of the SLA: there
 * a new ticket would not stay in the column that it is added to.
 */
export class TicketKanbanController extends KanbanController {
    isQuickCreateField(field) {
        return super.isQuickCreateField(field) && !field.readonly;
    }
}

registry.category("views").add("digit_sla_ticket_kanban", {
    ...kanbanView,
    Controller: TicketKanbanController,
});
