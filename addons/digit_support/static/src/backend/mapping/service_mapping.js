import {Component, onWillStart, useEffect, useRef, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {Pager} from "@web/core/pager/pager";
import {VersionPicker} from "./version_picker";
import {_t} from "@web/core/l10n/translation";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useDebounced} from "@web/core/utils/timing";
import {usePopover} from "@web/core/popover/popover_hook";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const MODEL = "digit.service.mapping";
const SEARCH_DELAY = 300;
const STEPS = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
};

/**
 * The service mapping matrix: services down, releases across, a page at a time.
 * Who may write picks another version in a cell, which is saved at once.
 */
export class ServiceMapping extends Component {
    static template = "digit_support.ServiceMapping";
    static components = {Layout, Pager};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.tableRef = useRef("table");
        this.picker = usePopover(VersionPicker, {
            position: "bottom-start",
            onClose: () => this.pickedCell?.focus(),
        });
        const {context = {}} = this.props.action;
        this.filters = useState({
            search: "",
            product_id: context.default_product_id || false,
            mapped_only: false,
            release_id: context.default_release_id || false,
            service_offset: 0,
            release_offset: 0,
            ...this.props.state,
        });
        this.state = useState({page: null, products: []});
        this.onSearch = useDebounced(() => this.filter(), SEARCH_DELAY);
        useSetupAction({getLocalState: () => ({...this.filters})});
        onWillStart(() => Promise.all([this.loadProducts(), this.load()]));
        useEffect(
            () => this.makeReachable(),
            () => [this.state.page]
        );
    }

    get page() {
        return this.state.page;
    }

    async loadProducts() {
        this.state.products = await this.orm.searchRead("digit.product", [], ["name"]);
    }

    async load() {
        const page = await this.keepLast.add(
            this.orm.call(MODEL, "get_page", [], {...this.filters})
        );
        this.state.page = page;
        Object.assign(this.filters, {
            release_id: false,
            release_offset: page.release_offset,
        });
    }

    // What is shown

    /** Another search starts at the beginning again. */
    filter(changes = {}) {
        Object.assign(this.filters, {
            service_offset: 0,
            release_offset: 0,
            ...changes,
        });
        return this.load();
    }

    onProductChange(ev) {
        return this.filter({product_id: Number(ev.target.value) || false});
    }

    onMappedChange(ev) {
        return this.filter({
            mapped_only: ev.target.checked,
            release_offset: this.filters.release_offset,
        });
    }

    onServicesUpdate({offset}) {
        this.filters.service_offset = offset;
        return this.load();
    }

    get hasOlder() {
        const {release_offset, release_limit, release_count} = this.page;
        return release_offset + release_limit < release_count;
    }

    get releasesLabel() {
        const {releases, release_offset, release_count} = this.page;
        return _t("Releases %(first)s-%(last)s of %(total)s", {
            first: release_count - release_offset - releases.length + 1,
            last: release_count - release_offset,
            total: release_count,
        });
    }

    moveReleases(direction) {
        const offset = this.page.release_offset + direction * this.page.release_limit;
        this.filters.release_offset = Math.max(offset, 0);
        return this.load();
    }

    formatDate(date) {
        return date ? formatDate(deserializeDate(date)) : _t("No date");
    }

    /** The cell in words, for who does not see its colour. */
    getLabel(row, release, cell) {
        const support = {
            out_of_support: _t("out of support"),
            planned: _t("planned"),
        }[cell.support];
        const change = {
            added: _t("new in this release"),
            changed: _t("changed in this release"),
            removed: _t("no longer in this release"),
        }[cell.change];
        const facts = [cell.name || _t("no version"), support, change];
        return `${row.name}, ${release.name}: ${facts.filter(Boolean).join(", ")}`;
    }

    getCellClass(cell) {
        return {
            o_digit_changed: cell.change === "changed",
            o_digit_added: cell.change === "added",
            o_digit_removed: cell.change === "removed",
            o_digit_unsupported: cell.support === "out_of_support",
            o_digit_planned: cell.support === "planned",
        };
    }

    // Cells

    openPicker(ev, row, release, cell) {
        this.pickedCell = ev.currentTarget;
        const place = [release.id, row.id];
        this.picker.open(this.pickedCell, {
            title: `${row.name} · ${release.name}`,
            versionId: cell.id || false,
            load: () => this.orm.call(MODEL, "get_versions", [row.id]),
            onPick: (versionId) => this.save("set_version", [...place, versionId]),
            onAdd: (name) => this.save("add_version", [...place, name]),
        });
    }

    async save(method, args) {
        await this.orm.call(MODEL, method, args);
        await this.load();
    }

    get cells() {
        return [...(this.tableRef.el?.querySelectorAll("button.o_digit_cell") || [])];
    }

    /** One cell is in the tab order, the others are reached by the arrow keys. */
    makeReachable() {
        const {cells} = this;
        if (cells.length && !cells.includes(this.reachable)) {
            this.setReachable(cells[0]);
        }
    }

    setReachable(cell) {
        this.reachable?.setAttribute("tabindex", "-1");
        cell.setAttribute("tabindex", "0");
        this.reachable = cell;
    }

    onCellKeydown(ev) {
        const step = STEPS[ev.key];
        if (!step) {
            return;
        }
        ev.preventDefault();
        const width = this.page.releases.length;
        const {cells} = this;
        const index = cells.indexOf(ev.currentTarget);
        const row = Math.floor(index / width) + step[0];
        const column = (index % width) + step[1];
        if (column >= 0 && column < width) {
            cells[row * width + column]?.focus();
        }
    }

    // Ways out

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    importList() {
        return this.action.doAction("digit_support.digit_service_import_action", {
            onClose: () => this.load(),
        });
    }

    exportMatrix() {
        const {product_id} = this.filters;
        const query = product_id ? `?product_id=${product_id}` : "";
        return this.action.doAction({
            type: "ir.actions.act_url",
            url: `/digit_support/service_mapping.xlsx${query}`,
            target: "download",
        });
    }
}

registry.category("actions").add("digit_support.service_mapping", ServiceMapping);
