package italk.engine.shell;

import static italk.engine.shell.CommandFailure.plainly;

import italk.engine.api.Engine;
import italk.engine.api.User;
import italk.engine.api.Users;
import italk.engine.shell.text.Listing;
import italk.engine.shell.text.Printable;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who there is. */
@Component(immediate = true, service = UserCommands.class)
@GogoCommand(
    scope = "italk",
    function = {"users", "register"})
public final class UserCommands {

  private static final String NOBODY = "There are no users.";

  private final Engine engine;

  /** Needs the engine. */
  @Activate
  public UserCommands(@Reference Engine engine) {
    this.engine = engine;
  }

  /** The users who are online, then the others. */
  @Descriptor("lists the users, who is online first")
  public List<User> users() {
    return plainly(
        () -> {
          List<User> users = new ArrayList<>(engine.users().online());
          List<User> page = engine.users().list("", Users.MAX_PAGE);
          page.stream().filter(user -> !user.online()).forEach(users::add);
          return page.size() < Users.MAX_PAGE
              ? Listing.of(users, NOBODY)
              : Listing.partOf(users, "… and perhaps more. Narrow it down: users TEXT");
        });
  }

  /** The users whose id or name contains a text. */
  @Descriptor("lists the users whose id or name contains a text")
  public List<User> users(@Descriptor("TEXT") String text) {
    return plainly(
        () -> {
          List<User> found = new ArrayList<>();
          List<User> page = engine.users().search(Words.word(text), Users.MAX_PAGE);
          page.stream().filter(User::online).forEach(found::add);
          page.stream().filter(user -> !user.online()).forEach(found::add);
          return Listing.page(
              found,
              Users.MAX_PAGE,
              "Nobody's id or name contains \"" + Printable.line(Words.word(text)) + "\".",
              "… and perhaps more. Give more of the name.");
        });
  }

  /** Makes a user known. */
  @Descriptor("makes a user known, offline")
  public User register(
      @Descriptor("ID") String id,
      @Descriptor("NAME") String name,
      @Descriptor("KEY=VALUE…") String... metadata) {
    return plainly(
        () -> engine.users().register(Words.word(id), Words.word(name), Words.metadata(metadata)));
  }
}
