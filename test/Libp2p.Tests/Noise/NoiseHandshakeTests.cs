using NSec.Cryptography;

namespace Orleans.QuantumMesh.Libp2p.Tests;

public sealed class NoiseHandshakeTests
{
    private const string InitiatorStatic = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private const string ResponderStatic = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    private const string InitiatorEphemeral = "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";
    private const string ResponderEphemeral = "4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60";

    // Published test vectors of Noise_XX_25519_ChaChaPoly_SHA256: prologue, then payload and message, three of the handshake and one of each direction after it.
    [Theory]
    [InlineData(
        "",
        "",
        "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254",
        "",
        "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d484663414af878d3e46a2f58911a816d6e8346d4ea17a6f2a0bb4ef4ed56c133cff4560a34e36ea82109f26cf2e5a5caf992b608d55c747f615e5a3425a7a19eefb8f",
        "",
        "87f864c11ba449f46a0a4f4e2eacbb7b0457784f4fca1937f572c93603e9c4d97e5ea11b16f3968710b23a3be3202dc1b5e1ce3c963347491e74f5c0768a9b42")]
    [InlineData(
        "",
        "746573745f6d73675f30",
        "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254746573745f6d73675f30",
        "746573745f6d73675f31",
        "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d484663414af878d3e46a2f58911a816d6e8346d4ea17a6f2a0bb4ef4ed56c133cff4572e7a2ba5123ac30618b3d205f5c2d17f50cbca216483ac56bcc78e33bf520303278db641e5e731b2e3a",
        "746573745f6d73675f32",
        "87f864c11ba449f46a0a4f4e2eacbb7b0457784f4fca1937f572c93603e9c4d9f27e318e43ba630594c4d08eeb3b36d97c7377a2f4f9144b2f0c8095ad92140505b2ab53eff244b14138")]
    [InlineData(
        "6e6f74736563726574",
        "",
        "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254",
        "",
        "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d484663414af878d3e46a2f58911a816d6e8346d4ea17a6f2a0bb4ef4ed56c133cff4588f043d1e49a3289b1beeab8f96b0551a48cddf9f38b1a12e46c6908644198f3",
        "",
        "87f864c11ba449f46a0a4f4e2eacbb7b0457784f4fca1937f572c93603e9c4d95a04fa1f1c41fb3f00d496f242c1e44ce5b749b3d54bf74cea2dad086d601fb6")]
    public void The_published_vectors_come_out(string prologue, string payload0, string message0, string payload1, string message1, string payload2, string message2)
    {
        using NoiseHandshake initiator = new(true, Bytes(prologue), Import(InitiatorStatic), Import(InitiatorEphemeral));
        using NoiseHandshake responder = new(false, Bytes(prologue), Import(ResponderStatic), Import(ResponderEphemeral));

        Exchange(initiator, responder, payload0, message0);
        Exchange(responder, initiator, payload1, message1);
        Exchange(initiator, responder, payload2, message2);
        Assert.Equal(initiator.StaticKey, responder.RemoteStaticKey);
        Assert.Equal(responder.StaticKey, initiator.RemoteStaticKey);
    }

    [Fact]
    public void The_published_transport_messages_come_out()
    {
        using NoiseHandshake initiator = new(true, default, Import(InitiatorStatic), Import(InitiatorEphemeral));
        using NoiseHandshake responder = new(false, default, Import(ResponderStatic), Import(ResponderEphemeral));
        responder.ReadMessage(initiator.WriteMessage([]));
        initiator.ReadMessage(responder.WriteMessage([]));
        responder.ReadMessage(initiator.WriteMessage([]));
        (NoiseCipher initiatorSend, NoiseCipher initiatorReceive) = initiator.Split();
        (NoiseCipher responderSend, NoiseCipher responderReceive) = responder.Split();

        Transport(initiatorSend, responderReceive, "79656c6c6f777375626d6172696e65", "a52ef02ba60e12696d1d6b9ef4245c88fca757b6134ad6e76b56e310a6adf6");
        Transport(responderSend, initiatorReceive, "7375626d6172696e6579656c6c6f77", "2445aa438ebd649281c636cc7269ca82f1d9023d72520943aeabf909cdf521");
    }

    [Fact]
    public void A_changed_message_is_refused()
    {
        using NoiseHandshake initiator = new(true);
        using NoiseHandshake responder = new(false);
        responder.ReadMessage(initiator.WriteMessage([]));
        byte[] answer = responder.WriteMessage("payload"u8);
        answer[^1] ^= 1;

        Assert.Throws<InvalidDataException>(() => initiator.ReadMessage(answer));
    }

    [Fact]
    public void A_key_of_low_order_is_refused()
    {
        using NoiseHandshake responder = new(false);
        responder.ReadMessage(new byte[NoiseHandshake.KeySize]);

        Assert.Throws<InvalidDataException>(() => responder.WriteMessage([]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public void A_short_message_is_refused(int length)
    {
        using NoiseHandshake responder = new(false);

        Assert.Throws<InvalidDataException>(() => responder.ReadMessage(new byte[length]));
    }

    private static void Exchange(NoiseHandshake from, NoiseHandshake to, string payload, string message)
    {
        byte[] written = from.WriteMessage(Bytes(payload));
        Assert.Equal(message, Convert.ToHexStringLower(written));
        Assert.Equal(payload, Convert.ToHexStringLower(to.ReadMessage(written)));
    }

    private static void Transport(NoiseCipher send, NoiseCipher receive, string text, string message)
    {
        byte[] buffer = [.. Bytes(text), .. new byte[NoiseCipher.TagSize]];
        send.Encrypt(buffer);
        Assert.Equal(message, Convert.ToHexStringLower(buffer));
        Assert.True(receive.TryDecrypt(buffer));
        Assert.Equal(text, Convert.ToHexStringLower(buffer.AsSpan(..^NoiseCipher.TagSize)));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);

    private static Key Import(string hex) => Key.Import(KeyAgreementAlgorithm.X25519, Bytes(hex), KeyBlobFormat.RawPrivateKey);
}
