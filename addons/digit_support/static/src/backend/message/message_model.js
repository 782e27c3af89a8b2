import {Message} from "@mail/core/common/message_model";
import {patch} from "@web/core/utils/patch";

/** What a partner has read or written on a ticket stays: the server refuses it. */
patch(Message.prototype, {
    get editable() {
        const isTold = this.thread?.model === "helpdesk.ticket" && !this.isNote;
        return !isTold && super.editable;
    },
});
