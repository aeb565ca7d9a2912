package italk.engine.impl.message;

import italk.engine.api.Conversation;
import italk.engine.api.Inbox;
import italk.engine.impl.kept.StoredGroups;
import italk.engine.impl.session.Sessions;
import java.util.Set;

/** Those who see what happens in a conversation. For the publisher. */
public final class Recipients {

  private final StoredGroups groups;
  private final Sessions sessions;

  public Recipients(StoredGroups groups, Sessions sessions) {
    this.groups = groups;
    this.sessions = sessions;
  }

  /** Puts it into the queues of their sessions. */
  void deliver(Conversation conversation, Inbox.Delivery delivery) {
    if (conversation instanceof Conversation.OfGroup ofGroup) {
      groups
          .find(ofGroup.name())
          .ifPresent(group -> sessions.deliverTo(group.members().keySet(), delivery));
    } else if (conversation instanceof Conversation.Direct direct) {
      sessions.deliverTo(Set.of(direct.first()), delivery);
      if (!direct.first().equals(direct.second())) {
        sessions.deliverTo(Set.of(direct.second()), delivery);
      }
    } else {
      sessions.deliverToAll(delivery);
    }
  }
}
