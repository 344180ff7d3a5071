// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cairnmesh.api.data.Item;

/**
 * Writes JSON (RFC 8259): the same value gives the same text, on one line. Objects keep the order
 * in which they were put together. Numbers keep the digits that were typed.
 */
final class Json {
    private final StringBuilder out = new StringBuilder();

    private Json() { }

    /** An object of names and values in turn. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** The text of a map, list, text, number, boolean or {@link Item}. */
    static String text(Object value) {
        Json json = new Json();
        json.write(value);
        return json.out.toString();
    }

    private void write(Object value) {
        if (value instanceof Item item) {
            item(item);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof List<?> list) {
            array(list);
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            quoted(value.toString());
        }
    }

    private void item(Item item) {
        if (item instanceof Item.Int number) {
            out.append(number.value());
        } else if (item instanceof Item.Dec decimal) {
            out.append(decimal.value().toPlainString());
        } else if (item instanceof Item.Bool bool) {
            out.append(bool.value());
        } else if (item instanceof Item.Null) {
            out.append("null");
        } else if (item instanceof Item.Text text) {
            quoted(text.value());
        } else if (item instanceof Item.Bin bin) {
            quoted(bin.value().hex());
        } else if (item instanceof Item.Array array) {
            array(array.items());
        } else {
            object(((Item.Table) item).entries());
        }
    }

    private void object(Map<?, ?> map) {
        String gap = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(gap);
            quoted(entry.getKey().toString());
            out.append(':');
            write(entry.getValue());
            gap = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
    }

    private void array(List<?> list) {
        String gap = "[";
        for (Object element : list) {
            out.append(gap);
            write(element);
            gap = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
