package italk.ext.users;

import italk.engine.api.Engine;
import italk.engine.api.User;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.Permissions;
import italk.engine.api.moderation.Sanction;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in force: the book of sanctions and given roles, and the roles that there are. Answers
 * any thread from memory, without a lock.
 *
 * <p>Where the book can't be read it doesn't come up, and the gate stays shut: better nobody than
 * everybody who is banned.
 */
@Component(
    service = {Ledger.class, Permissions.class},
    configurationPid = "italk.extension." + UsersManagement.NAME,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = UsersManagementOptions.class)
public final class Ledger implements Permissions {

  private static final Logger LOGGER = LoggerFactory.getLogger(Ledger.class);

  private final Engine engine;

  // Replaced as a whole: the book by Moderation's thread alone, the roles by the life cycle.
  private volatile Book book;
  private volatile Roles roles;

  /** Reads the book as it was kept. */
  @Activate
  public Ledger(
      @Reference Engine engine,
      @Reference ExtensionStorage storage,
      UsersManagementOptions options) {
    this.engine = engine;
    this.roles = read(options, Roles.NONE, "There are no roles until then.");
    this.book = SavedBook.read(storage.all());
  }

  @Modified
  void modified(UsersManagementOptions options) {
    roles = read(options, roles, "The previous roles stay in force.");
  }

  // Thrown on, it would end the component, or keep it from coming up, and with it every sanction.
  private static Roles read(UsersManagementOptions options, Roles otherwise, String meaning) {
    try {
      return Roles.of(options);
    } catch (IllegalArgumentException unreadable) {
      LOGGER.error("{} Correct it. {}", unreadable.getMessage(), meaning);
      return otherwise;
    }
  }

  Book book() {
    return book;
  }

  /** To be called after the change is durable, by the one thread that changes it. */
  void publish(Book changed) {
    book = changed;
  }

  Roles configured() {
    return roles;
  }

  /** The sanction of a user that is in force. */
  Optional<Sanction> find(Sanction.Kind kind, String userId, Instant now) {
    Sanction found = book.of(kind).get(userId);
    return found == null || found.isOver(now) ? Optional.empty() : Optional.of(found);
  }

  @Override
  public Set<String> roles(String userId) {
    Roles current = roles;
    Set<String> granted = book.granted().getOrDefault(userId, Set.of());
    Set<String> known = granted.isEmpty() ? granted : current.known(granted);
    if (!current.areInMetadata()) {
      return known;
    }
    // The engine has the users who are active at hand.
    Set<String> more =
        engine.users().find(userId).map(User::metadata).map(current::in).orElse(Set.of());
    if (more.isEmpty() || known.isEmpty()) {
      return more.isEmpty() ? known : more;
    }
    Set<String> all = new HashSet<>(known);
    all.addAll(more);
    return Set.copyOf(all);
  }

  @Override
  public boolean allows(String userId, String permission) {
    return roles.allow(roles(userId), permission);
  }
}
