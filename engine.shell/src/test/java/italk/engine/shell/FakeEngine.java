package italk.engine.shell;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Group;
import italk.engine.api.Groups;
import italk.engine.api.History;
import italk.engine.api.Inbox;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Messages;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.ReadPositions;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.User;
import italk.engine.api.Users;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineListener;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An engine in memory that delivers on the caller's thread. */
public final class FakeEngine implements Engine {

  public final Map<String, User> users = new TreeMap<>();
  public final Map<String, Group> groups = new TreeMap<>();
  public final List<Message> messages = new ArrayList<>();
  public final List<FakeSession> sessions = new ArrayList<>();
  public final List<MessageSearch> searches = new ArrayList<>();
  public final Map<String, MessageId> positions = new TreeMap<>();

  /** What every send is refused with, where present. */
  public Optional<Problem> refusal = Optional.empty();

  /** Why nothing can be stored, where present. */
  public Optional<String> readOnly = Optional.empty();

  private volatile boolean gateIsOpen;

  /** One session; sending stores and delivers to everybody. */
  public final class FakeSession implements Session {
    private final String userId;
    private final Inbox inbox;
    private boolean open = true;

    FakeSession(String userId, Inbox inbox) {
      this.userId = userId;
      this.inbox = inbox;
    }

    void deliver(Inbox.Delivery delivery) {
      try {
        inbox.receive(delivery);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public String id() {
      return "session-" + userId;
    }

    @Override
    public String userId() {
      return userId;
    }

    @Override
    public Instant connectedAt() {
      return Instant.EPOCH;
    }

    @Override
    public CompletionStage<SendResult> send(Conversation conversation, String content) {
      if (refusal.isPresent()) {
        return CompletableFuture.completedFuture(new SendResult.Refused(refusal.get()));
      }
      Message message =
          new Message(
              new MessageId(messages.size() + 1L),
              conversation,
              userId,
              users.get(userId).name(),
              content,
              Optional.empty());
      messages.add(message);
      List.copyOf(sessions).forEach(session -> session.deliver(new Inbox.Incoming(message)));
      return CompletableFuture.completedFuture(new SendResult.Sent(message, false));
    }

    @Override
    public CompletionStage<SendResult> send(
        Conversation conversation, String content, String clientId) {
      return send(conversation, content);
    }

    @Override
    public void notice(String source, String text) {
      deliver(new Inbox.Notice(source, text, Instant.EPOCH));
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close(String reason) {
      if (open) {
        open = false;
        sessions.remove(this);
        users.computeIfPresent(userId, (id, user) -> user.withOnline(false));
        deliver(new Inbox.Closed(reason));
      }
    }
  }

  @Override
  public Session connect(String userId, String name, Map<String, ?> metadata, Inbox inbox) {
    users.putIfAbsent(userId, new User(userId, name, Metadata.of(metadata), Instant.EPOCH, true));
    users.computeIfPresent(userId, (id, user) -> user.withOnline(true));
    FakeSession session = new FakeSession(userId, inbox);
    sessions.add(session);
    session.notice("welcome", "Hello " + users.get(userId).name());
    return session;
  }

  @Override
  public Optional<Session> session(String sessionId) {
    return sessions.stream()
        .filter(session -> session.id().equals(sessionId))
        .map(Session.class::cast)
        .findFirst();
  }

  @Override
  public Users users() {
    return fake(
        Users.class,
        (method, args) ->
            switch (method) {
              case "find" -> Optional.ofNullable(users.get((String) args[0]));
              case "list" -> List.copyOf(users.values());
              case "online" -> users.values().stream().filter(User::online).toList();
              case "search" ->
                  users.values().stream()
                      .filter(user -> (user.id() + " " + user.name()).contains((String) args[0]))
                      .toList();
              case "register" -> register((String) args[0], (String) args[1], (Map<?, ?>) args[2]);
              case "disconnect" -> disconnect((String) args[0], (String) args[1]);
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private User register(String id, String name, Map<?, ?> metadata) {
    if (users.containsKey(id)) {
      throw Problem.of(Problem.Code.USER_EXISTS, "A user " + id + " is registered already.")
          .exception();
    }
    Map<String, Object> copy = new TreeMap<>();
    metadata.forEach((key, value) -> copy.put((String) key, value));
    users.put(id, new User(id, name, Metadata.of(copy), Instant.EPOCH, false));
    return users.get(id);
  }

  private int disconnect(String id, String reason) {
    List<FakeSession> closing =
        sessions.stream().filter(session -> session.userId().equals(id)).toList();
    closing.forEach(session -> session.close(reason));
    return closing.size();
  }

  @Override
  public Groups groups() {
    return fake(
        Groups.class,
        (method, args) ->
            switch (method) {
              case "find" -> Optional.ofNullable(groups.get((String) args[0]));
              case "list" -> List.copyOf(groups.values());
              case "of" ->
                  groups.values().stream()
                      .filter(group -> group.hasMember((String) args[0]))
                      .map(Group::name)
                      .toList();
              case "create" ->
                  save(
                      new Group(
                          (String) args[0],
                          (Group.Visibility) args[1],
                          Metadata.EMPTY,
                          Map.of(),
                          Instant.EPOCH));
              case "join" -> save(group(args[0]).withMember((String) args[1], Group.Role.MEMBER));
              case "add" -> save(group(args[0]).withMember((String) args[1], (Group.Role) args[2]));
              case "leave", "remove" -> save(group(args[0]).withoutMember((String) args[1]));
              case "delete" -> groups.remove(group(args[0]).name());
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private Group group(Object name) {
    return Optional.ofNullable(groups.get((String) name))
        .orElseThrow(
            () ->
                Problem.of(Problem.Code.UNKNOWN_GROUP, "No group is called " + name + ".")
                    .exception());
  }

  private Group save(Group group) {
    groups.put(group.name(), group);
    return group;
  }

  @Override
  public History history(Conversation conversation) {
    List<Message> of =
        messages.stream().filter(each -> each.conversation().equals(conversation)).toList();
    return fake(
        History.class,
        (method, args) ->
            switch (method) {
              case "latest" -> newest(of, (int) args[0]);
              case "before" ->
                  newest(
                      of.stream()
                          .filter(each -> each.id().compareTo((MessageId) args[0]) < 0)
                          .toList(),
                      (int) args[1]);
              case "after" ->
                  of.stream()
                      .filter(each -> each.id().compareTo((MessageId) args[0]) > 0)
                      .limit((int) args[1])
                      .toList();
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private static List<Message> newest(List<Message> messages, int count) {
    return messages.subList(Math.max(0, messages.size() - count), messages.size());
  }

  @Override
  public Messages messages() {
    return fake(
        Messages.class,
        (method, args) -> {
          searches.add((MessageSearch) args[0]);
          return messages.stream()
              .filter(each -> each.content().contains(((MessageSearch) args[0]).text()))
              .toList();
        });
  }

  @Override
  public ReadPositions readPositions() {
    return fake(
        ReadPositions.class,
        (method, args) ->
            switch (method) {
              case "read" -> positions.put((String) args[0], (MessageId) args[2]);
              case "position" -> Optional.ofNullable(positions.get((String) args[0]));
              case "unread" ->
                  messages.isEmpty()
                      ? List.of()
                      : List.of(
                          new ReadPositions.Unread(
                              messages.get(0).conversation(),
                              Optional.ofNullable(positions.get((String) args[0])),
                              messages.get(messages.size() - 1).id(),
                              messages.size()));
              default -> throw new UnsupportedOperationException(method);
            });
  }

  @Override
  public void emit(CustomEvent event) {
    throw new UnsupportedOperationException("emit");
  }

  @Override
  public Subscription listen(String name, EngineListener listener) {
    throw new UnsupportedOperationException("listen");
  }

  public void gate(boolean open) {
    gateIsOpen = open;
  }

  @Override
  public Status status() {
    return new Status(
        gateIsOpen,
        gateIsOpen ? List.of() : List.of("message_rate_limiter: no configuration"),
        sessions.size(),
        3,
        4_000,
        Duration.ofMinutes(125),
        readOnly);
  }

  private interface Call {
    Object answer(String method, Object[] args);
  }

  private static <T> T fake(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> call.answer(method.getName(), args)));
  }
}
