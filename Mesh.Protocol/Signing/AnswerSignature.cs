using System.Buffers;
using System.Text;

namespace Orleans.QuantumMesh.Mesh.Protocol;

/// <summary>The signature under a node's answer: Ed25519 over <c>quantum-mesh-answer:</c> and the answer's text as UTF-8, in base64.</summary>
public static class AnswerSignature
{
    private static ReadOnlySpan<byte> Domain => "quantum-mesh-answer:"u8;

    /// <summary>Signs an answer's text.</summary>
    public static string Sign(IMeshSigner signer, ReadOnlySpan<byte> answer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        byte[] signed = ArrayPool<byte>.Shared.Rent(Domain.Length + answer.Length);
        Domain.CopyTo(signed);
        answer.CopyTo(signed.AsSpan(Domain.Length));
        string signature = Convert.ToBase64String(signer.Sign(signed.AsSpan(0, Domain.Length + answer.Length)));
        ArrayPool<byte>.Shared.Return(signed);
        return signature;
    }

    /// <summary>Whether the signature is the key's over the answer's text.</summary>
    public static bool Verify(PeerKey key, string answer, string signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(signature);
        Span<byte> raw = stackalloc byte[66];
        if (signature.Length != 88 || !Convert.TryFromBase64String(signature, raw, out int length))
        {
            return false;
        }

        int size = Domain.Length + Encoding.UTF8.GetMaxByteCount(answer.Length);
        byte[] signed = ArrayPool<byte>.Shared.Rent(size);
        Domain.CopyTo(signed);
        int count = Encoding.UTF8.GetBytes(answer, signed.AsSpan(Domain.Length));
        bool valid = key.Verify(signed.AsSpan(0, Domain.Length + count), raw[..length]);
        ArrayPool<byte>.Shared.Return(signed);
        return valid;
    }
}
