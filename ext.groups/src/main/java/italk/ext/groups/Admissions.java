package italk.ext.groups;

import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.GroupRight;
import italk.engine.api.moderation.GroupRules;
import italk.engine.api.moderation.PendingMember;
import italk.engine.api.moderation.PendingMember.Kind;
import italk.ext.groups.rule.GroupEntry;
import italk.ext.groups.rule.Quoted;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who comes into groups and who goes. What changes something is for the thread of {@link
 * SerialWork} alone.
 */
final class Admissions {

  private static final Logger LOGGER = LoggerFactory.getLogger(Admissions.class);

  private final Engine engine;
  private final GroupBook book;
  private final Requirements require;

  Admissions(Engine engine, GroupBook book, Requirements require) {
    this.engine = engine;
    this.book = book;
    this.require = require;
  }

  Group join(Actor by, String name, String userId) {
    Group group = require.group(name);
    require.self(by, userId);
    if (group.hasMember(userId)) {
      return group;
    } else if (group.visibility() == Group.Visibility.PRIVATE
        && pending(group, userId, Kind.INVITED).isEmpty()) {
      throw Requirements.notAllowed(
          "The group "
              + Quoted.text(name)
              + " is private: "
              + (byApproval(group) ? "request to come in." : "somebody has to invite you."));
    }
    return admit(group, userId);
  }

  Group leave(Actor by, String name, String userId) {
    Group group = require.group(name);
    require.self(by, userId);
    Requirements.notTheLastOwner(group, userId);
    return engine.groups().leave(name, userId);
  }

  PendingMember invite(Actor by, String name, String userId) {
    Group group = require.group(name);
    require.right(by, group, GroupRight.INVITE);
    return addPending(by, group, userId, Kind.INVITED);
  }

  PendingMember request(Actor by, String name, String userId) {
    Group group = require.group(name);
    require.self(by, userId);
    if (group.visibility() == Group.Visibility.PUBLIC) {
      throw Requirements.invalid("The group " + Quoted.text(name) + " is public: join it.");
    } else if (!byApproval(group) && pending(group, userId, Kind.INVITED).isEmpty()) {
      throw Requirements.notAllowed(
          "The group " + Quoted.text(name) + " takes no requests: somebody has to invite you.");
    }
    return addPending(by, group, userId, Kind.REQUESTED);
  }

  private PendingMember addPending(Actor by, Group group, String userId, Kind kind) {
    require.known(userId);
    if (group.hasMember(userId)) {
      throw Requirements.invalid(
          "The user " + Quoted.text(userId) + " is a member of " + Quoted.text(group.name()) + ".");
    }
    GroupEntry entry = book.entry(group);
    Optional<PendingMember> before = entry.pendingOf(userId);
    if (before.isPresent()) {
      return same(before.get(), kind);
    }
    int most = book.settings().maxPending();
    if (entry.pending().stream().filter(each -> each.kind() == kind).count() >= most) {
      throw Requirements.notAllowed(
          "The group "
              + Quoted.text(group.name())
              + " has "
              + most
              + " who are "
              + (kind == Kind.INVITED ? "invited" : "waiting for approval")
              + ", and may have no more: some have to be answered first.");
    }
    Instant now = book.now();
    PendingMember waiting =
        new PendingMember(
            group.name(), userId, kind, by, now, now.plus(book.settings().pendingTime()));
    book.save(entry.with(waiting));
    tell(kind == Kind.INVITED ? "invited" : "requested", by, group.name(), userId);
    return waiting;
  }

  private static PendingMember same(PendingMember before, Kind kind) {
    if (before.kind() == kind) {
      return before;
    }
    throw Requirements.invalid(
        "The user "
            + Quoted.text(before.userId())
            + (before.kind() == Kind.INVITED
                ? " is invited already: accept that."
                : " has asked to come in already: approve that."));
  }

  Group accept(Actor by, String name, String userId) {
    Group group = require.group(name);
    require.self(by, userId);
    waiting(group, userId, Kind.INVITED);
    return admit(group, userId);
  }

  void decline(Actor by, String name, String userId) {
    Group group = require.group(name);
    if (!by.isUser(userId)) {
      require.right(by, group, GroupRight.INVITE);
    }
    end(by, group, waiting(group, userId, Kind.INVITED), "declined");
  }

  Group approve(Actor by, String name, String userId) {
    Group group = require.group(name);
    require.right(by, group, GroupRight.INVITE);
    waiting(group, userId, Kind.REQUESTED);
    return admit(group, userId);
  }

  void refuse(Actor by, String name, String userId) {
    Group group = require.group(name);
    if (!by.isUser(userId)) {
      require.right(by, group, GroupRight.INVITE);
    }
    end(by, group, waiting(group, userId, Kind.REQUESTED), "refused");
  }

  private void end(Actor by, Group group, PendingMember waiting, String event) {
    book.save(book.entry(group).keeping(each -> !each.equals(waiting)));
    tell(event, by, group.name(), waiting.userId());
  }

  private PendingMember waiting(Group group, String userId, Kind kind) {
    return pending(group, userId, kind)
        .orElseThrow(
            () ->
                Requirements.invalid(
                    "The user "
                        + Quoted.text(userId)
                        + (kind == Kind.INVITED
                            ? " is not invited into the group "
                            : " has not asked to come into the group ")
                        + Quoted.text(group.name())
                        + ", or that has ended."));
  }

  private Optional<PendingMember> pending(Group group, String userId, Kind kind) {
    return book.entry(group).pendingOf(userId).filter(each -> each.kind() == kind);
  }

  private boolean byApproval(Group group) {
    return book.rules(group).entry() == GroupRules.Entry.APPROVAL;
  }

  /** Adds a member where there is room. */
  Group admit(Group group, String userId) {
    require.room(group);
    Group changed = engine.groups().add(group.name(), userId, Group.Role.MEMBER);
    forgetPending(group, userId);
    return changed;
  }

  /** Nobody waits for an answer about this user any more. */
  void forgetPending(Group group, String userId) {
    GroupEntry entry = book.entry(group);
    if (entry.pendingOf(userId).isPresent()) {
      try {
        book.save(entry.keeping(each -> !each.userId().equals(userId)));
      } catch (EngineException notStored) {
        // What it was about is done, and this ends by itself.
        LOGGER.warn(
            "What was pending about {} in the group {} stays until it ends by itself: {}",
            userId,
            group.name(),
            notStored.getMessage());
      }
    }
  }

  List<PendingMember> pending(Actor by, String name) {
    Group group = require.group(name);
    require.right(by, group, GroupRight.INVITE);
    return book.entry(group).pending();
  }

  List<PendingMember> pendingOf(Actor by, String userId) {
    require.self(by, userId);
    return book.groups().stream()
        .map(engine.groups()::find)
        .flatMap(Optional::stream)
        .map(group -> book.entry(group).pendingOf(userId))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(PendingMember::at))
        .toList();
  }

  private void tell(String what, Actor by, String group, String userId) {
    engine.emit(
        CustomEvent.of(
            GroupGuard.NAME + "/" + what,
            Map.of("group", group, "user", userId, "by", by.toString())));
  }
}
