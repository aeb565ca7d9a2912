package italk.engine.config;

import italk.engine.config.plan.ObjectClass;
import italk.engine.config.plan.Option;
import italk.engine.config.plan.OptionType;
import italk.engine.config.words.Localization;
import italk.engine.config.words.Words;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.felix.metatype.AD;
import org.apache.felix.metatype.Designate;
import org.apache.felix.metatype.MetaData;
import org.apache.felix.metatype.MetaDataReader;
import org.apache.felix.metatype.OCD;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the Metatype documents of a bundle, or of a jar that is not installed. Stateless.
 *
 * <p>With Felix's reader rather than through {@link MetaTypeService}: the service keeps what it
 * read of a bundle until that bundle is stopped, so a bundle that is updated while stopped would be
 * checked against its old options; it knows installed bundles only; and its types don't tell
 * bounds, which an error message must name. Reading entries, unlike the service, does not make the
 * framework resolve the bundle.
 */
final class MetatypeDocuments {

  private static final Logger LOGGER = LoggerFactory.getLogger(MetatypeDocuments.class);

  /** What a document of some kilobytes is never as large as. */
  private static final int MAX_BYTES = 1 << 20;

  /** Where documents are. */
  private interface Source {
    /** The paths of what is directly in a folder; a folder's ends with a slash. */
    List<String> paths(String folder);

    /** Opens one; null where it is not there any more. */
    InputStream open(String path) throws IOException;
  }

  /**
   * The object classes of the PIDs that a bundle's documents designate, except factories.
   *
   * @throws IOException where a document can't be read
   */
  List<ObjectClass> read(Bundle bundle) throws IOException {
    return read(new BundleSource(bundle));
  }

  /**
   * The same of a jar. Its signatures are not looked at.
   *
   * @throws IOException where the jar or a document can't be read
   */
  List<ObjectClass> read(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      return read(new JarSource(file));
    }
  }

  private static List<ObjectClass> read(Source source) throws IOException {
    List<ObjectClass> objectClasses = new ArrayList<>();
    for (String path : files(source, MetaTypeService.METATYPE_DOCUMENTS_LOCATION)) {
      try (InputStream in = source.open(path)) {
        MetaData data = in == null ? null : parse(path, in.readNBytes(MAX_BYTES + 1));
        if (data != null) {
          addTo(objectClasses, data, localization(source, data.getLocalePrefix()));
        }
      }
    }
    return objectClasses;
  }

  private static List<String> files(Source source, String folder) {
    return source.paths(folder).stream().filter(it -> !it.endsWith("/")).sorted().toList();
  }

  /**
   * The texts of a document.
   *
   * @param prefix the path of their files without locale and ending; null for the bundle's own
   */
  private static Localization localization(Source source, String prefix) throws IOException {
    String start = prefix == null ? Constants.BUNDLE_LOCALIZATION_DEFAULT_BASENAME : prefix;
    String folder = start.substring(0, Math.max(0, start.lastIndexOf('/')));
    Pattern name = Pattern.compile(Pattern.quote(start) + "(?:_(\\w{1,40}))?\\.properties");
    Map<String, Map<String, String>> byLocale = new HashMap<>();
    for (String path : files(source, folder)) {
      Matcher matcher = name.matcher(path);
      if (matcher.matches()) {
        String locale = matcher.group(1) == null ? "" : matcher.group(1);
        byLocale.put(locale, texts(source, path));
      }
    }
    return new Localization(byLocale);
  }

  private static Map<String, String> texts(Source source, String path) throws IOException {
    try (InputStream in = source.open(path)) {
      byte[] content = in == null ? new byte[0] : in.readNBytes(MAX_BYTES + 1);
      Properties properties = new Properties();
      // ISO 8859-1, as Metatype implementations do.
      properties.load(new ByteArrayInputStream(content, 0, Math.min(content.length, MAX_BYTES)));
      Map<String, String> texts = new HashMap<>();
      properties.stringPropertyNames().forEach(it -> texts.put(it, properties.getProperty(it)));
      return texts;
    } catch (IllegalArgumentException e) {
      // A text is nothing that a configuration depends on: the keys are shown in its place.
      LOGGER.debug("The texts of {} can't be read, keys are shown instead: {}", path, e.toString());
      return Map.of();
    }
  }

  private static MetaData parse(String path, byte[] document) throws IOException {
    if (document.length > MAX_BYTES) {
      throw new IOException(path + " is larger than " + MAX_BYTES + " bytes");
    }
    try {
      return new MetaDataReader().parse(new ByteArrayInputStream(document));
    } catch (IOException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  /** An installed bundle's own content, without that of its fragments. */
  private record BundleSource(Bundle bundle) implements Source {
    @Override
    public List<String> paths(String folder) {
      Enumeration<String> paths = bundle.getEntryPaths(folder);
      return paths == null ? List.of() : Collections.list(paths);
    }

    @Override
    public InputStream open(String path) throws IOException {
      URL document = bundle.getEntry(path);
      return document == null ? null : document.openStream();
    }
  }

  /** A jar file, open. */
  private record JarSource(JarFile jar) implements Source {

    @Override
    public List<String> paths(String folder) {
      String start = folder.isEmpty() ? "" : folder + "/";
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(it -> it.startsWith(start) && it.indexOf('/', start.length()) < 0)
          .toList();
    }

    @Override
    public InputStream open(String path) throws IOException {
      return jar.getInputStream(jar.getEntry(path));
    }
  }

  private static void addTo(
      List<ObjectClass> objectClasses, MetaData data, Localization localization) {
    // The reader's types are from before generics.
    List<?> designates = data.getDesignates() == null ? List.of() : data.getDesignates();
    Map<?, ?> definitions =
        data.getObjectClassDefinitions() == null ? Map.of() : data.getObjectClassDefinitions();
    for (Object it : designates) {
      Designate designate = (Designate) it;
      boolean isFactory = designate.getFactoryPid() != null && !designate.getFactoryPid().isEmpty();
      if (!isFactory && designate.getPid() != null && designate.getObject() != null) {
        Object definition = definitions.get(designate.getObject().getOcdRef());
        if (definition instanceof OCD objectClass) {
          objectClasses.add(
              new ObjectClass(
                  designate.getPid(), options(objectClass), words(objectClass, localization)));
        }
      }
    }
  }

  private static List<Option> options(OCD objectClass) {
    List<Option> options = new ArrayList<>();
    Map<?, ?> attributes = objectClass.getAttributeDefinitions();
    if (attributes != null) {
      attributes.values().forEach(it -> options.add(option((AD) it)));
    }
    return options;
  }

  private static Words words(OCD objectClass, Localization localization) {
    Map<String, Words.Text> options = new HashMap<>();
    Map<?, ?> attributes = objectClass.getAttributeDefinitions();
    if (attributes != null) {
      attributes
          .values()
          .forEach(
              it -> {
                AD attribute = (AD) it;
                options.put(
                    attribute.getID(), text(attribute.getName(), attribute.getDescription()));
              });
    }
    return new Words(
        localization, text(objectClass.getName(), objectClass.getDescription()), options);
  }

  private static Words.Text text(String name, String description) {
    return new Words.Text(name == null ? "" : name, description == null ? "" : description);
  }

  private static Option option(AD attribute) {
    String[] allowed = attribute.getOptionValues();
    boolean hasDefault = attribute.getDefaultValue() != null;
    // Of a list, none at all is a value: bnd writes no default for an annotation's "default {}".
    boolean required = attribute.isRequired() && !hasDefault && attribute.getCardinality() == 0;
    return new Option(
        attribute.getID(),
        type(attribute.getType()),
        attribute.getCardinality(),
        allowed == null ? List.of() : List.of(allowed),
        bound(attribute.getMin()),
        bound(attribute.getMax()),
        required,
        defaults(attribute));
  }

  private static List<String> defaults(AD attribute) {
    String[] defaults = attribute.getDefaultValue();
    if (defaults == null) {
      return List.of();
    }
    // An empty default is an empty text, and of a list no values.
    return attribute.getCardinality() == 0
        ? List.of(defaults)
        : Stream.of(defaults).filter(it -> !it.isEmpty()).toList();
  }

  private static OptionType type(int metatype) {
    return switch (metatype) {
      case AttributeDefinition.BOOLEAN -> OptionType.BOOLEAN;
      case AttributeDefinition.BYTE -> OptionType.BYTE;
      case AttributeDefinition.CHARACTER -> OptionType.CHARACTER;
      case AttributeDefinition.DOUBLE -> OptionType.DOUBLE;
      case AttributeDefinition.FLOAT -> OptionType.FLOAT;
      case AttributeDefinition.INTEGER -> OptionType.INTEGER;
      case AttributeDefinition.LONG -> OptionType.LONG;
      case AttributeDefinition.PASSWORD -> OptionType.SECRET;
      case AttributeDefinition.SHORT -> OptionType.SHORT;
      default -> OptionType.TEXT;
    };
  }

  private static Optional<BigDecimal> bound(String bound) {
    try {
      return bound == null || bound.isBlank()
          ? Optional.empty()
          : Optional.of(new BigDecimal(bound.strip()));
    } catch (NumberFormatException e) {
      // As Metatype implementations do: a bound that is no number bounds nothing.
      return Optional.empty();
    }
  }
}
