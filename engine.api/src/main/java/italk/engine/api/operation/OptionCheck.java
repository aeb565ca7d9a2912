package italk.engine.api.operation;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Says whether the configuration that is in force fits a version of an extension that is not
 * installed yet. An OSGi service of whoever configures extensions; there may be none. Safe for any
 * thread.
 *
 * @since 1.0
 */
@ProviderType
public interface OptionCheck {

  /**
   * Compares the options that a jar describes by Metatype with those of the bundle that is this
   * extension now, and with the extension's section.
   *
   * @param extension the extension's name
   * @param jar a whole jar
   * @return the differences: those that are {@link OptionChange.Kind#INVALID} first, then by key
   */
  List<OptionChange> check(String extension, Path jar);
}
