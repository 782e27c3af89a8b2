import {Component, onWillStart, useState} from "@odoo/owl";
import {useAutofocus} from "@web/core/utils/hooks";
import {useNavigation} from "@web/core/navigation/navigation";

/**
 * Asks which version of a service a cell of the mapping gets. What is typed and not
 * known yet may be added. An error is told here, and what was typed stays.
 */
export class VersionPicker extends Component {
    static template = "digit_support.VersionPicker";
    static props = {
        title: String,
        versionId: [Number, {value: false}],
        // -> Promise of the versions of the service, the newest first
        load: Function,
        // each -> Promise, rejected when it is refused
        onPick: Function,
        onAdd: Function,
        close: Function,
    };

    setup() {
        this.state = useState({versions: [], query: "", error: "", isSaving: false});
        useAutofocus({refName: "query"});
        useNavigation("menu");
        onWillStart(async () => {
            this.state.versions = await this.props.load();
        });
    }

    get query() {
        return this.state.query.trim();
    }

    get shown() {
        const query = this.query.toLowerCase();
        return this.state.versions.filter(({name}) => name.includes(query));
    }

    /** Whether what is typed would be another version. */
    get isNew() {
        return this.query && !this.state.versions.some(({name}) => name === this.query);
    }

    pick(versionId) {
        return this.save(() => this.props.onPick(versionId));
    }

    add() {
        return this.save(() => this.props.onAdd(this.query));
    }

    /** Enter takes what is typed: a known version, else the new one. */
    onQueryKeydown(ev) {
        if (ev.key !== "Enter" || !this.query) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const known = this.state.versions.find(({name}) => name === this.query);
        if (known) {
            this.pick(known.id);
        } else {
            this.add();
        }
    }

    async save(work) {
        if (this.state.isSaving) {
            return;
        }
        this.state.isSaving = true;
        this.state.error = "";
        try {
            await work();
            this.props.close();
        } catch (error) {
            this.state.error = error.data?.message || error.message;
        } finally {
            this.state.isSaving = false;
        }
    }
}
