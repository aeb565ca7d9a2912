package italk.engine.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A user as known at one moment.
 *
 * @param id unique, 1 to 128 characters without white space; the integrator's, never the engine's
 * @param name how the user is called, 1 to 128 characters on one line
 * @param metadata what the integrator wants to keep with the user; never a token or a password
 * @param registeredAt when the engine first heard of the user
 * @param online true where there is at least one session
 * @since 1.0
 */
@ProviderType
public record User(
    String id, String name, Metadata metadata, Instant registeredAt, boolean online) {

  /** Checks every part. */
  public User {
    Names.userId(id);
    Names.userName(name);
    requireNonNull(metadata, "metadata");
    requireNonNull(registeredAt, "registeredAt");
  }

  /** The same user with another name. */
  public User withName(String newName) {
    return new User(id, newName, metadata, registeredAt, online);
  }

  /** The same user with other metadata. */
  public User withMetadata(Metadata newMetadata) {
    return new User(id, name, newMetadata, registeredAt, online);
  }

  /** The same user, online or not. */
  public User withOnline(boolean newOnline) {
    return online == newOnline ? this : new User(id, name, metadata, registeredAt, newOnline);
  }
}
