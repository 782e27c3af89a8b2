import {registry} from "@web/core/registry";
import {graphView} from "@web/views/graph/graph_view";
import {pivotView} from "@web/views/pivot/pivot_view";

// the same views, with what counts in each measure written above the figures
registry.category("views").add("digit_sla_report_pivot", {
    ...pivotView,
    buttonTemplate: "digit_sla.ReportPivotButtons",
});
registry.category("views").add("digit_sla_report_graph", {
    ...graphView,
    buttonTemplate: "digit_sla.ReportGraphButtons",
});
