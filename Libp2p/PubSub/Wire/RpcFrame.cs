using System.Buffers;

namespace Orleans.QuantumMesh.Libp2p.PubSub.Wire;

/// <summary>Puts queued items into length-prefixed RPCs.</summary>
internal static class RpcFrame
{
    /// <summary>The size of a field with its tag and length.</summary>
    public static int FieldSize(int length) => 1 + Varint.Length((ulong)length) + length;

    /// <summary>Writes one frame; its control entries come last and share one control message, since not every decoder merges two.</summary>
    public static void Write(IBufferWriter<byte> output, IReadOnlyList<OutboundItem> items)
    {
        int control = items.Where(i => i.Kind == OutboundKind.Control).Sum(i => i.Bytes.Length);
        int rest = items.Where(i => i.Kind != OutboundKind.Control).Sum(i => FieldSize(i.Bytes.Length));
        WriteVarint(output, (ulong)(rest + (control > 0 ? FieldSize(control) : 0)));
        foreach (OutboundItem item in items)
        {
            if (item.Kind != OutboundKind.Control)
            {
                WriteHeader(output, item.Kind, item.Bytes.Length);
                output.Write(item.Bytes.Span);
            }
        }

        if (control == 0)
        {
            return;
        }

        WriteHeader(output, OutboundKind.Control, control);
        foreach (OutboundItem item in items)
        {
            if (item.Kind == OutboundKind.Control)
            {
                output.Write(item.Bytes.Span);
            }
        }
    }

    private static void WriteHeader(IBufferWriter<byte> output, OutboundKind kind, int length)
    {
        WriteVarint(output, ((ulong)kind << 3) | 2);
        WriteVarint(output, (ulong)length);
    }

    private static void WriteVarint(IBufferWriter<byte> output, ulong value) =>
        output.Advance(Varint.Write(output.GetSpan(Varint.MaxLength), value));
}
