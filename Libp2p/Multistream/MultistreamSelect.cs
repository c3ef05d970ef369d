using System.Text;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>multistream-select 1.0. Lines that follow each other in one read are answered in one write; bytes beyond the agreed line stay in the reader.</summary>
internal static class MultistreamSelect
{
    public const string Header = "/multistream/1.0.0";
    public const string NotAvailable = "na";
    private const int MaxProposals = 64;
    private static readonly byte[] HeaderLine = Line(Header);
    private static readonly byte[] NotAvailableLine = Line(NotAvailable);

    /// <summary>A line with its varint length and its newline.</summary>
    public static byte[] Line(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text) + 1;
        Span<byte> prefix = stackalloc byte[Varint.MaxLength];
        int prefixLength = Varint.Write(prefix, (ulong)length);
        byte[] line = new byte[prefixLength + length];
        prefix[..prefixLength].CopyTo(line);
        Encoding.UTF8.GetBytes(text, line.AsSpan(prefixLength));
        line[^1] = (byte)'\n';
        return line;
    }

    /// <summary>What a dialer that proposes one protocol sends first: header and proposal.</summary>
    public static byte[] Proposal(string protocol) => [.. HeaderLine, .. Line(protocol)];

    /// <summary>Reads the answer to a <see cref="Proposal"/> that was sent already.</summary>
    /// <exception cref="ProtocolNotSupportedException">The peer does not take the protocol.</exception>
    public static async ValueTask ExpectAsync(MultistreamReader reader, string protocol, CancellationToken cancellationToken)
    {
        await ExpectHeaderAsync(reader, cancellationToken).ConfigureAwait(false);
        string answer = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        if (answer != protocol)
        {
            throw Refused(answer, [protocol]);
        }
    }

    /// <summary>Proposes the protocols one after the other and returns the first that the peer takes.</summary>
    /// <exception cref="ProtocolNotSupportedException">The peer takes none.</exception>
    public static async ValueTask<string> SelectAsync(IByteChannel channel, MultistreamReader reader, IReadOnlyList<string> protocols, CancellationToken cancellationToken)
    {
        string answer = NotAvailable;
        for (int i = 0; i < protocols.Count; i++)
        {
            await channel.WriteAsync(i == 0 ? Proposal(protocols[0]) : Line(protocols[i]), cancellationToken).ConfigureAwait(false);
            if (i == 0)
            {
                await ExpectHeaderAsync(reader, cancellationToken).ConfigureAwait(false);
            }

            answer = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (answer == protocols[i])
            {
                return answer;
            }

            if (answer != NotAvailable)
            {
                break;
            }
        }

        throw Refused(answer, protocols);
    }

    /// <summary>Answers a peer's proposals until one is served.</summary>
    /// <exception cref="InvalidDataException">The peer speaks something else, or proposed too often.</exception>
    public static async ValueTask<string> AnswerAsync(IByteChannel channel, MultistreamReader reader, Func<string, bool> served, CancellationToken cancellationToken)
    {
        await ExpectHeaderAsync(reader, cancellationToken).ConfigureAwait(false);
        byte[] answer = HeaderLine;
        for (int i = 0; i < MaxProposals; i++)
        {
            if (answer.Length > 0 && !reader.HasLine)
            {
                await channel.WriteAsync(answer, cancellationToken).ConfigureAwait(false);
                answer = [];
            }

            string proposal = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (served(proposal))
            {
                await channel.WriteAsync(answer.Length > 0 ? [.. answer, .. Line(proposal)] : Line(proposal), cancellationToken).ConfigureAwait(false);
                return proposal;
            }

            answer = answer.Length > 0 ? [.. answer, .. NotAvailableLine] : NotAvailableLine;
        }

        throw new InvalidDataException($"the peer proposed {MaxProposals} protocols that are not served");
    }

    private static async ValueTask ExpectHeaderAsync(MultistreamReader reader, CancellationToken cancellationToken)
    {
        string header = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        if (header != Header)
        {
            throw new InvalidDataException("the peer does not speak multistream-select 1.0.0");
        }
    }

    private static Exception Refused(string answer, IReadOnlyList<string> protocols) => answer == NotAvailable
        ? new ProtocolNotSupportedException($"the peer does not serve {string.Join(", ", protocols)}")
        : new InvalidDataException("the peer answered multistream-select with a protocol that was not proposed");
}
