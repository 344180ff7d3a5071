// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.cairnmesh.api.data.Item;

/**
 * Values as people type and read them. Without a form, text becomes a number or a boolean only if
 * that prints back as the very same text: {@code 00123} and {@code 1.0} stay text.
 */
public final class Values {
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");
    private static final Pattern DECIMAL =
        Pattern.compile("-?(0|[1-9][0-9]{0,17})\\.[0-9]{0,17}[1-9]");

    private Values() { }

    /** The value that a typed text means. */
    public static Item parse(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Item.of(text.equals("true"));
        }
        if (WHOLE.matcher(text).matches()) {
            return Item.of(Long.parseLong(text));
        }
        if (DECIMAL.matcher(text).matches()) {
            BigDecimal decimal = new BigDecimal(text);
            if (decimal.unscaledValue().bitLength() <= 63
                && decimal.toPlainString().equals(text)) {
                return new Item.Dec(decimal);
            }
        }
        return Item.of(text);
    }

    /** The text that a value is shown as. */
    public static String text(Item value) {
        if (value instanceof Item.Text text) {
            return text.value();
        }
        if (value instanceof Item.Int number) {
            return Long.toString(number.value());
        }
        if (value instanceof Item.Dec decimal) {
            return decimal.value().toPlainString();
        }
        if (value instanceof Item.Bool bool) {
            return Boolean.toString(bool.value());
        }
        if (value instanceof Item.Bin bin) {
            return bin.value().hex();
        }
        return value instanceof Item.Null ? "" : value.toString();
    }
}
