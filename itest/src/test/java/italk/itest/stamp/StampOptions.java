package italk.itest.stamp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The options of both; the first is what messages are stamped with. */
@ObjectClassDefinition(name = "A stamp")
public @interface StampOptions {

  /** What a message is stamped with. */
  String token() default "none";

  /** Something with bounds. */
  @AttributeDefinition(min = "1", max = "9")
  int limit() default 5;

  /** Something with several values. */
  String[] words() default {};
}
