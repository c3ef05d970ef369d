using System.Text;

using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.ServiceNode;

/// <summary>Executes a fragment that nobody asked for and nobody hears of, so that the first one that is asked for doesn't wait for compilation.</summary>
internal static class NodeWarmUp
{
    public static void Run(IMeshSigner signer, NoiseModel model)
    {
        FragmentCall call = new()
        {
            ExecutionId = "exec-0",
            ReservationToken = "",
            JobId = "",
            PlanId = "",
            FragmentId = "",
            Attempt = 1,
            ServiceType = ServiceCatalog.WholeProgram,
            Qubits = [0, 1],
            Operations =
            [
                new FragmentOperation { OperationId = "op-0001", Gate = "cx", Qubits = [0, 1] },
                new FragmentOperation { OperationId = "op-0002", Gate = "measure", Qubits = [0], Condition = new FragmentCondition(["c[0]"], 1, 0) },
            ],
            Handoffs = [new FragmentHandoff(1, signer.PeerId)],
            Shots = 1_000,
            Seed = 0,
        };
        byte[] frame = RequestFrame.Write(call, static (writer, c) =>
        {
            writer.WriteString("request_id"u8, "warm-up"u8);
            FragmentJson.Write(writer, c);
        });
        using System.Text.Json.JsonDocument request = RequestFrame.TryParse(frame, out string requestId)!;
        NodeAnswer answer = model.Draw(FragmentJson.Read(request.RootElement).Call!);
        byte[] text = NodeAnswerJson.Write(answer);
        FragmentJson.WriteEnvelope(requestId, Encoding.UTF8.GetString(text), AnswerSignature.Sign(signer, text));
        ReservationJson.WriteAnswer(requestId, "res-0", "REJECTED", null, "token", null);
    }
}
