using System.Buffers;
using System.Text.Json;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>A checked program in the shape of <c>POST /circuits/validate</c>.</summary>
public static class ProgramJson
{
    /// <summary>UTF-8 JSON: <c>{format, num_qubits, operations[], service_types{}, warnings[]}</c>; the bodies of run-time loops stand inside them.</summary>
    public static byte[] Write(CircuitProgram program)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, ContractJson.Options);
        var services = new SortedDictionary<string, int>(StringComparer.Ordinal);
        writer.WriteStartObject();
        writer.WriteString("format", program.Format switch
        {
            CircuitFormat.OpenQasm2 => "openqasm2",
            CircuitFormat.OpenQasm3 => "openqasm3",
            _ => "service",
        });
        writer.WriteNumber("num_qubits", program.QubitCount);
        writer.WriteNumber("num_bits", program.DeclaredBitCount);
        writer.WriteStartArray("operations");
        Write(writer, program.Operations, services);
        writer.WriteEndArray();
        writer.WriteStartObject("service_types");
        foreach ((string service, int count) in services)
        {
            writer.WriteNumber(service, count);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("warnings");
        foreach (CircuitWarning warning in program.Warnings)
        {
            writer.WriteStartObject();
            writer.WriteString("code", warning.Code);
            writer.WriteString("message", warning.Message);
            writer.WriteNumber("line", warning.Position.Line);
            writer.WriteNumber("column", warning.Position.Column);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, IEnumerable<Operation> operations, SortedDictionary<string, int> services)
    {
        foreach (Operation operation in operations)
        {
            writer.WriteStartObject();
            writer.WriteString("operation_id", operation.OperationId);
            writer.WriteString("kind", KindOf(operation));
            writer.WriteString("name", NameOf(operation));
            writer.WriteString("service_type", operation.ServiceType.Length == 0 ? null : operation.ServiceType);
            writer.WriteStartArray("qubits");
            foreach (int qubit in operation.Qubits)
            {
                writer.WriteNumberValue(qubit);
            }

            writer.WriteEndArray();
            if (operation is GateOperation gate)
            {
                writer.WriteNumber("controls", gate.ControlCount);
                writer.WriteStartArray("params");
                foreach (double parameter in gate.Parameters)
                {
                    writer.WriteNumberValue(parameter);
                }

                writer.WriteEndArray();
            }

            writer.WriteBoolean("conditional", operation.Condition is not null);
            writer.WriteNumber("line", operation.Position.Line);
            writer.WriteNumber("column", operation.Position.Column);
            if (operation is LoopOperation loop)
            {
                writer.WriteNumber("maximum_turns", loop.MaximumTurns);
                writer.WriteStartArray("body");
                Write(writer, loop.Body, services);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            if (operation.ServiceType.Length > 0)
            {
                services[operation.ServiceType] = services.GetValueOrDefault(operation.ServiceType) + 1;
            }
        }
    }

    private static string KindOf(Operation operation) => operation switch
    {
        GateOperation => "gate",
        MeasureOperation => "measure",
        ResetOperation => "reset",
        BarrierOperation => "barrier",
        DelayOperation => "delay",
        AssignOperation => "assign",
        LoopOperation => "loop",
        _ => "orchestration",
    };

    private static string NameOf(Operation operation) => operation switch
    {
        GateOperation gate => gate.Gate.Name,
        OrchestrationOperation orchestration => orchestration.Name,
        _ => KindOf(operation),
    };
}
