// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.io.IOException;
import java.util.Optional;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;
import org.cairnmesh.api.transport.LoRa;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.api.transport.Transport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * A box's station in a simulated LoRa cell that {@code ./cairn air} runs.
 *
 * <p>Safe from any thread. While the air is away the driver tries again by itself and takes no
 * frames. Airtimes are in the time of the cell: a box whose clock runs at the cell's scale reads
 * them as its own. A frame that is larger than the medium's size is not taken.
 */
@Component(service = Transport.class, configurationPid = "org.cairnmesh.transport.sim",
    configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true)
@Designate(ocd = SimTransport.Config.class)
public final class SimTransport implements Transport {
    /** Where the air is, and the station's name in it. */
    @ObjectClassDefinition(name = "Cairn: simulated LoRa cell",
        description = "The cell that this box joins, for trying out and for demonstrations.")
    public @interface Config {
        @AttributeDefinition(name = "Host of the air")
        String air_host() default "127.0.0.1";

        @AttributeDefinition(name = "Port of the air", description = "As './cairn air' printed it.")
        int air_port() default 0;

        @AttributeDefinition(name = "Name of the station",
            description = "Up to 32 letters, digits, '.', '_' or '-'; no other station has it.")
        String name() default "";
    }

    private static final Medium UNKNOWN = new Medium("simulated LoRa, not joined yet",
        CellSettings.MTU_BYTES, new LoRa(8, 125_000, 5), true, true, 0.1);

    private final String host;
    private final int port;
    private final String name;
    private volatile Medium medium = UNKNOWN;
    private volatile Optional<AirClient> client = Optional.empty();

    @Activate
    public SimTransport(Config config) {
        this(config.air_host(), config.air_port(), config.name());
    }

    public SimTransport(String host, int port, String name) {
        this.host = host;
        this.port = port;
        this.name = name;
    }

    @Override
    public Medium medium() {
        return medium;
    }

    @Override
    public synchronized void open(Inbox inbox) throws IOException {
        if (port < 1 || port > 65_535) {
            throw new IOException("air.port " + port + ": set the port that './cairn air' printed");
        }
        if (!AirMessage.NAME.matcher(name).matches()) {
            throw new IOException("name '" + name
                + "': set up to 32 letters, digits, '.', '_' or '-'");
        }
        close();
        AirClient opened = new AirClient(host, port, name, inbox, found -> medium = found);
        opened.start();
        client = Optional.of(opened);
    }

    @Override
    public boolean transmit(Frame frame) {
        return client.map(open -> open.transmit(frame)).orElse(false);
    }

    @Override
    @Deactivate
    public synchronized void close() {
        client.ifPresent(AirClient::close);
        client = Optional.empty();
    }
}
