import {
    Component,
    onMounted,
    onWillUnmount,
    onWillUpdateProps,
    useRef,
    useState,
} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {getKinds, getPlace, getShownMarks, getTicks} from "./timeline";
import {
    formatTick,
    getCity,
    getMarkTitle,
    getSegmentTitle,
    getTickWidth,
    getZones,
    isLong,
} from "./timeline_text";

const ICONS = {
    start: "fa-play",
    retarget: "fa-pencil",
    handover: "fa-exchange",
    restart: "fa-repeat",
    deadline: "fa-flag",
    breach: "fa-exclamation-circle",
    meet: "fa-check-circle",
    step: "fa-bell",
};
const MINUTE = 60000;

/**
 * The life of an SLA clock as a bar: working time, nights, holidays, pauses, deadline.
 */
export class SlaTimelineField extends Component {
    static template = "digit_sla.SlaTimelineField";
    static props = {...standardFieldProps};

    setup() {
        this.bar = useRef("bar");
        this.icons = ICONS;
        this.state = useState({width: 300, now: 0});
        this.takeNow(this.props);
        onWillUpdateProps((nextProps) => this.takeNow(nextProps));
        const observer = new ResizeObserver(() => this.measure());
        const timer = browser.setInterval(() => this.tick(), MINUTE);
        onMounted(() => {
            this.measure();
            if (this.bar.el) {
                observer.observe(this.bar.el);
            }
        });
        onWillUnmount(() => {
            observer.disconnect();
            browser.clearInterval(timer);
        });
    }

    /** The clock of the server, which that of this computer may not agree with. */
    takeNow(props) {
        const timeline = props.record.data[props.name];
        if (timeline && timeline.now !== this.told) {
            this.told = timeline.now;
            this.offset = timeline.now - Date.now() / 1000;
        }
        this.tick();
    }

    tick() {
        this.state.now = Date.now() / 1000 + this.offset;
    }

    measure() {
        if (this.bar.el) {
            this.state.width = this.bar.el.clientWidth;
        }
    }

    get timeline() {
        return this.props.record.data[this.props.name];
    }

    /** All that is shown of a timeline that has a length. */
    get picture() {
        const {timeline} = this;
        const zones = getZones(timeline);
        const marks = getShownMarks(timeline);
        return {
            segments: timeline.segments.map((segment) => ({
                ...segment,
                title: getSegmentTitle(segment, zones),
            })),
            marks: marks.map((mark) => ({...mark, title: getMarkTitle(mark, zones)})),
            due: timeline.marks.find(({kind}) => kind === "deadline"),
            now: timeline.waiting && getPlace(timeline.segments, this.state.now),
            axes: this.getAxes(zones),
            kinds: getKinds(timeline.segments),
            markKinds: getKinds(marks),
        };
    }

    getAxes(zones) {
        const {timeline} = this;
        const long = isLong(timeline.segments);
        const labelWidth = getTickWidth(long);
        const ticks = getTicks(timeline, this.state.width, labelWidth);
        return zones.map((tz) => ({
            tz,
            city: zones.length > 1 && getCity(tz),
            labelWidth,
            ticks: ticks.map((tick) => ({
                ...tick,
                text: formatTick(tick.moment, tz, long),
            })),
        }));
    }
}

export const slaTimelineField = {
    component: SlaTimelineField,
    displayName: _t("SLA Time Line"),
    supportedTypes: ["json"],
};

registry.category("fields").add("digit_sla_timeline", slaTimelineField);
