using System.Buffers;
using System.Text;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Writes protobuf fields in the order of the calls.</summary>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(128);

    public int Length => _buffer.WrittenCount;

    public void WriteVarint(int field, ulong value)
    {
        WriteRaw((ulong)field << 3);
        WriteRaw(value);
    }

    public void WriteBytes(int field, ReadOnlySpan<byte> value)
    {
        WriteRaw(((ulong)field << 3) | 2);
        WriteRaw((ulong)value.Length);
        _buffer.Write(value);
    }

    public void WriteString(int field, string value) => WriteBytes(field, Encoding.UTF8.GetBytes(value));

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    private void WriteRaw(ulong value)
    {
        Span<byte> span = _buffer.GetSpan(Varint.MaxLength);
        _buffer.Advance(Varint.Write(span, value));
    }
}
