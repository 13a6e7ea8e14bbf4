package dev.sluice.worker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.sluice.jsonrpc.JsonLimits;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How params become objects and objects results. One immutable mapper for the process, used by all threads. */
final class ServiceJson {
    private ServiceJson() {}

    /**
     * Strict on the way in: no unknown, missing or duplicate members, no conversion between strings, numbers and
     * booleans. Numbers of a tree keep their digits.
     */
    static ObjectMapper mapper() {
        JsonFactory factory =
                new BlockJsonFactory(JsonLimits.strict().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION));
        return JsonMapper.builder(factory)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .withCoercionConfig(
                        LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .withCoercionConfigDefaults(all -> all.setAcceptBlankAsEmpty(false)
                        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .addModule(OptionalJson.module())
                .addModule(BoundedDecimals.module())
                .annotationIntrospector(new RequiredComponents())
                .build();
    }

    /** Makes every component of a record required, unless it says that it is not. */
    private static final class RequiredComponents extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
            JsonProperty stated = member.getAnnotation(JsonProperty.class);
            if (stated != null || !(member instanceof AnnotatedParameter parameter)) {
                return super.hasRequiredMarker(member);
            }
            boolean ofRecord = member.getDeclaringClass().isRecord();
            return ofRecord ? Boolean.valueOf(!mayBeAbsent(parameter)) : super.hasRequiredMarker(member);
        }

        private static boolean mayBeAbsent(AnnotatedParameter parameter) {
            if (parameter.getRawType() == Optional.class) {
                return true;
            }
            Constructor<?> constructor = (Constructor<?>) parameter.getOwner().getMember();
            AnnotatedType type = constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
            for (Annotation annotation : type.getAnnotations()) {
                if (annotation.annotationType().getSimpleName().equals("Nullable")) {
                    return true;
                }
            }
            return false;
        }
    }
}
