package italk.engine.config;

import italk.engine.config.plan.ObjectClass;
import italk.engine.config.plan.Option;
import italk.engine.config.plan.OptionType;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.metatype.AD;
import org.apache.felix.metatype.Designate;
import org.apache.felix.metatype.MetaData;
import org.apache.felix.metatype.MetaDataReader;
import org.apache.felix.metatype.OCD;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;

/**
 * Reads the Metatype documents of a bundle.
 *
 * <p>With Felix's reader rather than through {@link MetaTypeService}: the service keeps what it
 * read of a bundle until that bundle is stopped, so a bundle that is updated while stopped would be
 * checked against its old options; and its types don't tell bounds, which an error message must
 * name. Reading entries, unlike the service, does not make the framework resolve the bundle.
 */
final class MetatypeDocuments {

  /**
   * The object classes of the PIDs that a bundle's documents designate, except factories.
   *
   * @throws IOException where a document can't be read
   */
  List<ObjectClass> read(Bundle bundle) throws IOException {
    List<ObjectClass> objectClasses = new ArrayList<>();
    Enumeration<String> paths = bundle.getEntryPaths(MetaTypeService.METATYPE_DOCUMENTS_LOCATION);
    if (paths == null) {
      return objectClasses;
    }
    List<String> sorted = Collections.list(paths);
    Collections.sort(sorted);
    for (String path : sorted) {
      URL document = path.endsWith("/") ? null : bundle.getEntry(path);
      MetaData data = document == null ? null : new MetaDataReader().parse(document);
      if (data != null) {
        addTo(objectClasses, data);
      }
    }
    return objectClasses;
  }

  private static void addTo(List<ObjectClass> objectClasses, MetaData data) {
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
          objectClasses.add(new ObjectClass(designate.getPid(), options(objectClass)));
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
        required);
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
