namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Reads an identification: length-prefixed messages, merged until the stream ends.</summary>
internal static class IdentifyExchange
{
    /// <summary>Merges the stream's messages into what is known, lists beginning anew with the first message that has any.</summary>
    /// <exception cref="InvalidDataException">A message is malformed, too long, or speaks for another key; or there are too many.</exception>
    /// <exception cref="IOException">The stream was reset.</exception>
    public static async Task<PeerInfo> ReadAsync(IPeerStream stream, PeerInfo known, CancellationToken cancellationToken)
    {
        using FrameReader reader = new(stream, IdentifyMessage.MaxMessage);
        PeerInfo read = known with { Protocols = [], ListenAddresses = [] };
        for (int i = 0; i < IdentifyMessage.MaxMessages; i++)
        {
            if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } message)
            {
                return read with
                {
                    Protocols = read.Protocols.Count > 0 ? read.Protocols : known.Protocols,
                    ListenAddresses = read.ListenAddresses.Count > 0 ? read.ListenAddresses : known.ListenAddresses,
                };
            }

            read = IdentifyMessage.Merge(read, message.Span);
        }

        throw new InvalidDataException($"identify took more than {IdentifyMessage.MaxMessages} messages");
    }
}
