package italk.itest.day;

import italk.engine.api.Conversation;
import java.util.Set;

/** What has to come of what is done to stored messages, and who may do it. */
final class MessageModel {

  private final Cast cast;
  private final Model model;

  MessageModel(Cast cast, Model model) {
    this.cast = cast;
    this.model = model;
  }

  private boolean sees(String user, Conversation to) {
    Room room = model.room(to);
    return user.equals(cast.moderator())
        || to instanceof Conversation.Everyone
        || to instanceof Conversation.Direct direct && direct.involves(user)
        || room != null && room.members().containsKey(user);
  }

  Set<String> edit(Step.Edit edit, Model.Said entry) {
    if (entry.content == null) {
      return Set.of(Model.NOTHING);
    }
    String obstacle = obstacle(edit.by(), entry);
    if (!obstacle.isEmpty()) {
      return Set.of(obstacle);
    }
    if (entry.retracted) {
      return Set.of("refused INVALID");
    }
    boolean isOwn = edit.by().equals(entry.author);
    if (isOwn) {
      model.countEdit(entry.author);
    }
    // What the author may do is no reason against an edit by a moderator.
    Set<String> refusals =
        isOwn ? model.refusals(entry, edit.text(), true) : Model.refusals(edit.text());
    if (!refusals.isEmpty()) {
      return refusals;
    }
    model.store(entry, edit.text());
    entry.edited = true;
    if (!isOwn) {
      model.record("user " + edit.by(), "edit", model.message(edit.said()), edit.reason());
    }
    return Set.of(Model.DONE);
  }

  /** What keeps a user from changing a message; "" where nothing does. */
  private String obstacle(String by, Model.Said entry) {
    if (!sees(by, entry.to)) {
      return "refused INVALID";
    }
    return by.equals(entry.author) || by.equals(cast.moderator()) ? "" : "refused NOT_ALLOWED";
  }

  String retract(Step.Retract retract, Model.Said entry) {
    if (entry.content == null) {
      return Model.NOTHING;
    }
    String obstacle = obstacle(retract.by(), entry);
    if (!obstacle.isEmpty() || entry.retracted) {
      return obstacle.isEmpty() ? Model.DONE : obstacle;
    }
    if (!retract.by().equals(entry.author)) {
      model.record(
          "user " + retract.by(), "retract", model.message(retract.said()), retract.reason());
    }
    entry.retracted = true;
    entry.content = "";
    return Model.DONE;
  }

  String pin(Step.Pin pin, Model.Said entry) {
    if (entry.content == null) {
      return Model.NOTHING;
    } else if (!sees(pin.by(), entry.to)) {
      return "refused INVALID";
    } else if (!(entry.to instanceof Conversation.Direct) && !pin.by().equals(cast.moderator())) {
      return "refused NOT_ALLOWED";
    } else if (entry.retracted) {
      return "refused INVALID";
    }
    if (!entry.pinned) {
      entry.pinned = true;
      model.record("user " + pin.by(), "pin", model.message(pin.said()), "");
    }
    return Model.DONE;
  }

  String report(Step.Report report, Model.Said entry) {
    if (entry.content == null) {
      return Model.NOTHING;
    } else if (!sees(report.by(), entry.to) || entry.retracted) {
      return "refused INVALID";
    }
    if (entry.reporters.add(report.by())) {
      model.record("user " + report.by(), "report", model.message(report.said()), report.reason());
    }
    return Model.DONE;
  }
}
