package italk.ext.users;

import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Sanction;
import italk.engine.api.moderation.UserModeration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The operator's bans, mutes and kicks. */
@Component(
    service = SanctionCommands.class,
    property = {
      "osgi.command.scope=italk",
      "osgi.command.function=ban",
      "osgi.command.function=unban",
      "osgi.command.function=bans",
      "osgi.command.function=mute",
      "osgi.command.function=unmute",
      "osgi.command.function=mutes",
      "osgi.command.function=kick"
    })
public final class SanctionCommands {

  private final UserModeration moderation;

  /** Needs the moderation. */
  @Activate
  public SanctionCommands(@Reference UserModeration moderation) {
    this.moderation = moderation;
  }

  /** Keeps a user out. */
  @Descriptor("keeps a user out, and closes the sessions there are")
  public String ban(
      @Descriptor("ID") String userId,
      @Descriptor(CommandWords.DURATION) String duration,
      @Descriptor("REASON…") String... reason) {
    Sanction ban =
        moderation.ban(
            Actor.operator(),
            CommandWords.word(userId),
            CommandWords.text(reason),
            CommandWords.until(Instant.now(), duration));
    return ban.userId() + " is banned " + CommandWords.end(ban.until()) + ".";
  }

  /** Lets a user in again. */
  @Descriptor("lets a banned user in again")
  public String unban(@Descriptor("ID") String userId, @Descriptor("REASON…") String... reason) {
    String id = CommandWords.word(userId);
    return moderation
        .unban(Actor.operator(), id, CommandWords.text(reason))
        .map(was -> id + " may come in again. The ban was " + CommandWords.of(was))
        .orElse(id + " is not banned.");
  }

  /** Who is banned. */
  @Descriptor("lists who is banned")
  public String bans() {
    return list(Sanction.Kind.BAN, "Nobody is banned.");
  }

  /** Keeps a user from writing. */
  @Descriptor("keeps a user from sending and editing messages")
  public String mute(
      @Descriptor("ID") String userId,
      @Descriptor(CommandWords.DURATION) String duration,
      @Descriptor("REASON…") String... reason) {
    Sanction mute =
        moderation.mute(
            Actor.operator(),
            CommandWords.word(userId),
            CommandWords.text(reason),
            CommandWords.until(Instant.now(), duration));
    return mute.userId() + " is muted " + CommandWords.end(mute.until()) + ".";
  }

  /** Lets a user write again. */
  @Descriptor("lets a muted user write again")
  public String unmute(@Descriptor("ID") String userId, @Descriptor("REASON…") String... reason) {
    String id = CommandWords.word(userId);
    return moderation
        .unmute(Actor.operator(), id, CommandWords.text(reason))
        .map(was -> id + " may write again. The mute was " + CommandWords.of(was))
        .orElse(id + " is not muted.");
  }

  /** Who is muted. */
  @Descriptor("lists who is muted")
  public String mutes() {
    return list(Sanction.Kind.MUTE, "Nobody is muted.");
  }

  /** Closes a user's sessions. */
  @Descriptor("closes a user's sessions; the user may connect again")
  public String kick(@Descriptor("ID") String userId, @Descriptor("REASON…") String... reason) {
    String id = CommandWords.word(userId);
    int closed = moderation.kick(Actor.operator(), id, CommandWords.text(reason));
    return closed == 0
        ? id + " is not online."
        : closed + (closed == 1 ? " session of " : " sessions of ") + id + " closed.";
  }

  private String list(Sanction.Kind kind, String nobody) {
    List<Sanction> page = moderation.list(kind, "", UserModeration.MAX_PAGE);
    if (page.isEmpty()) {
      return nobody;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ID", "SINCE", "UNTIL", "BY", "REASON"));
    for (Sanction each : page) {
      rows.add(
          List.of(
              each.userId(),
              UserWords.moment(each.at()),
              each.until().map(UserWords::moment).orElse("-"),
              each.by().toString(),
              each.reason()));
    }
    String table = CommandWords.table(rows);
    return page.size() < UserModeration.MAX_PAGE
        ? table
        : table
            + "… and perhaps more. See one: user ID ("
            + kind.name().toLowerCase(Locale.ROOT)
            + ")\n";
  }
}
