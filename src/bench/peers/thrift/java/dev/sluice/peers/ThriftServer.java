package dev.sluice.peers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.server.TThreadedSelectorServer;
import org.apache.thrift.transport.TNonblockingServerSocket;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.jspecify.annotations.NullMarked;

/**
 * {@code binary echo(1: binary body)} by Thrift's TThreadedSelectorServer with its defaults. A process of its own;
 * prints its port.
 */
@NullMarked
public final class ThriftServer {
    private ThriftServer() {}

    /** Serves until the process is ended. */
    public static void main(String[] args) throws TException {
        TNonblockingServerSocket socket =
                new TNonblockingServerSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        TThreadedSelectorServer server = new TThreadedSelectorServer(new TThreadedSelectorServer.Args(socket)
                .transportFactory(new TFramedTransport.Factory())
                .protocolFactory(new TBinaryProtocol.Factory())
                .processor(ThriftServer::echo));
        System.out.println("ready rpc=127.0.0.1:" + socket.getPort());
        server.serve();
    }

    private static void echo(TProtocol in, TProtocol out) throws TException {
        TMessage call = in.readMessageBegin();
        ByteBuffer body = body(in);
        in.readMessageEnd();
        out.writeMessageBegin(new TMessage(call.name, TMessageType.REPLY, call.seqid));
        out.writeStructBegin(new TStruct("echo_result"));
        out.writeFieldBegin(new TField("success", TType.STRING, (short) 0));
        out.writeBinary(body);
        out.writeFieldEnd();
        out.writeFieldStop();
        out.writeStructEnd();
        out.writeMessageEnd();
        out.getTransport().flush();
    }

    private static ByteBuffer body(TProtocol in) throws TException {
        ByteBuffer body = ByteBuffer.allocate(0);
        in.readStructBegin();
        for (TField field = in.readFieldBegin(); field.type != TType.STOP; field = in.readFieldBegin()) {
            if (field.id == 1 && field.type == TType.STRING) {
                body = in.readBinary();
            } else {
                TProtocolUtil.skip(in, field.type);
            }
            in.readFieldEnd();
        }
        in.readStructEnd();
        return body;
    }
}
