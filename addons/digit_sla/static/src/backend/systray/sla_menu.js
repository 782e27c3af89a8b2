import {Component, onWillStart, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

/**
 * How many tickets of the reader's teams are breached, at risk or due today.
 */
export class SlaMenu extends Component {
    static template = "digit_sla.SlaMenu";
    static components = {Dropdown, DropdownItem};
    static props = {};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({isAgent: false, counts: {}});
        onWillStart(async () => {
            // the page waits for who somebody is, not for the counts
            this.state.isAgent = await user.hasGroup(
                "helpdesk_mgmt.group_helpdesk_user_own"
            );
            if (this.state.isAgent) {
                this.loadCounts();
            }
        });
    }

    async loadCounts() {
        this.state.counts = await this.orm.silent.call(
            "helpdesk.ticket",
            "get_sla_counts",
            []
        );
    }

    get lines() {
        const {counts} = this.state;
        return [
            {name: "breached", label: _t("Breached"), className: "text-bg-danger"},
            {name: "at_risk", label: _t("At risk"), className: "text-bg-warning"},
            {name: "due_today", label: _t("Due today"), className: "text-bg-info"},
        ].map((line) => ({...line, count: counts[line.name] || 0}));
    }

    get urgentCount() {
        const {breached = 0, at_risk = 0} = this.state.counts;
        return breached + at_risk;
    }

    openTickets(name) {
        const additionalContext = {[`search_default_sla_${name}`]: 1};
        if (this.state.counts.in_my_teams) {
            additionalContext.search_default_my_teams = 1;
        }
        return this.action.doAction("helpdesk_mgmt.helpdesk_ticket_action", {
            additionalContext,
            clearBreadcrumbs: true,
        });
    }
}

registry
    .category("systray")
    .add("digit_sla.sla_menu", {Component: SlaMenu}, {sequence: 21});
