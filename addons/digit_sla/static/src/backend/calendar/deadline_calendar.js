import {registry} from "@web/core/registry";
import {CalendarCommonPopover} from "@web/views/calendar/calendar_common/calendar_common_popover";
import {CalendarCommonRenderer} from "@web/views/calendar/calendar_common/calendar_common_renderer";
import {CalendarRenderer} from "@web/views/calendar/calendar_renderer";
import {calendarView} from "@web/views/calendar/calendar_view";

/** A deadline is a moment, which a field of the popover tells: it takes no hour. */
export class DeadlinePopover extends CalendarCommonPopover {
    computeDateTimeAndDuration() {
        // neither a time from and to, nor how long
    }
}

class DeadlineCommonRenderer extends CalendarCommonRenderer {
    static components = {
        ...CalendarCommonRenderer.components,
        Popover: DeadlinePopover,
    };
}

class DeadlineRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: DeadlineCommonRenderer,
        week: DeadlineCommonRenderer,
        month: DeadlineCommonRenderer,
    };
}

registry.category("views").add("digit_sla_deadline_calendar", {
    ...calendarView,
    Renderer: DeadlineRenderer,
});
