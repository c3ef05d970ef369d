using System.Globalization;
using System.Text.Json;

namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>Reads the fields of a JSON object strictly: what is missing, of the wrong type or not asked for is a fault that names the field; all faults are gathered.</summary>
public sealed class JsonFields
{
    private const int MostUnknown = 20;

    private readonly JsonElement element;
    private readonly List<ProblemItem> faults = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public JsonFields(JsonElement element)
    {
        this.element = element;
        if (element.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new ProblemItem("body", "A JSON object is expected.", "not_an_object"));
        }
    }

    /// <summary>A text that has to be there.</summary>
    public string RequiredText(string name)
    {
        if (!Find(name, out JsonElement value))
        {
            Refuse(name, $"'{name}' is missing.", "missing");
            return "";
        }

        return AsText(name, value) ?? "";
    }

    /// <summary>A text; <see langword="null"/> where it is absent or null.</summary>
    public string? Text(string name) => Find(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? AsText(name, value) : null;

    /// <summary>A text with a default.</summary>
    public string Text(string name, string otherwise) => Find(name, out JsonElement value) ? AsText(name, value) ?? otherwise : otherwise;

    /// <summary>A whole number of 32 bits.</summary>
    public int Whole(string name, int otherwise)
    {
        if (!Find(name, out JsonElement value))
        {
            return otherwise;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            if (value.TryGetInt32(out int number))
            {
                return number;
            }

            // JSON has one kind of number: 1000.0 and 1e3 are whole as well.
            if (value.TryGetDouble(out double real) && double.IsInteger(real) && Math.Abs(real) <= int.MaxValue)
            {
                return (int)real;
            }
        }

        Refuse(name, $"'{name}' is a whole number{(value.ValueKind == JsonValueKind.Number ? " that fits" : "")}, not {Shown(value)}.", value.ValueKind == JsonValueKind.Number ? "out_of_range" : "type");
        return otherwise;
    }

    /// <summary>A finite number.</summary>
    public double Real(string name, double otherwise)
    {
        if (!Find(name, out JsonElement value))
        {
            return otherwise;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number))
        {
            return number;
        }

        Refuse(name, $"'{name}' is a number, not {Shown(value)}.", "type");
        return otherwise;
    }

    public bool Truth(string name, bool otherwise)
    {
        if (!Find(name, out JsonElement value))
        {
            return otherwise;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Refuse(name, $"'{name}' is true or false, not {Shown(value)}.", "type");
        return otherwise;
    }

    /// <summary>A seed: a whole number from 0 to 2^128 − 1, as a number or as decimal text.</summary>
    public UInt128 Seed(string name, UInt128 otherwise)
    {
        if (!Find(name, out JsonElement value))
        {
            return otherwise;
        }

        string? digits = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        if (digits is not null && UInt128.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out UInt128 seed))
        {
            return seed;
        }

        Refuse(name, $"'{name}' is a whole number from 0 to 2^128 - 1, as a number or (above 2^53) as decimal text, not {Shown(value)}.", digits is null ? "type" : "out_of_range");
        return otherwise;
    }

    /// <summary>One of some words, mapped to what they mean.</summary>
    public T Word<T>(string name, T otherwise, params ReadOnlySpan<(string Word, T Meaning)> words)
    {
        if (!Find(name, out JsonElement value))
        {
            return otherwise;
        }

        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        List<string> all = [];
        foreach ((string word, T meaning) in words)
        {
            if (word == text)
            {
                return meaning;
            }

            all.Add(word);
        }

        Refuse(name, $"'{name}' is one of {string.Join(", ", all)}, not {Shown(value)}.", text is null ? "type" : "unknown_value");
        return otherwise;
    }

    /// <summary>An object's members, each value as JSON text; none where it is absent or null.</summary>
    public IReadOnlyDictionary<string, string> Members(string name)
    {
        Dictionary<string, string> members = new(StringComparer.Ordinal);
        if (!Find(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return members;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse(name, $"'{name}' is an object, not {Shown(value)}.", "type");
            return members;
        }

        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value.GetRawText()))
            {
                Refuse($"{name}.{member.Name}", $"'{name}.{member.Name}' may stand only once.", "repeated");
            }
        }

        return members;
    }

    /// <summary>Whether a fault of this field is known already.</summary>
    public bool IsRefused(string name) => faults.Exists(fault => fault.Field == name);

    public void Refuse(string name, string message, string code) => faults.Add(new ProblemItem(name, message, code));

    /// <summary>The problem, if there is one; to be called once all was read.</summary>
    public Problem? Finish()
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            int unknown = 0;
            foreach (JsonProperty property in element.EnumerateObject().Where(property => !known.Contains(property.Name)))
            {
                if (++unknown <= MostUnknown)
                {
                    string name = ProblemItem.Shown(property.Name);
                    Refuse(name, $"There is no field '{name}'; there {(known.Count == 1 ? "is" : "are")} {string.Join(", ", known)}.", "unknown_field");
                }
            }

            if (unknown > MostUnknown)
            {
                Refuse("body", $"There are {unknown - MostUnknown} more fields that are unknown.", "unknown_field");
            }
        }

        return faults.Count == 0 ? null : Problem.Validation(faults[0].Message, faults);
    }

    private string? AsText(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse(name, $"'{name}' is a text, not {Shown(value)}.", "type");
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            Refuse(name, $"'{name}' has half a surrogate pair in it, which is no text.", "invalid_text");
            return null;
        }
    }

    private bool Find(string name, out JsonElement value)
    {
        known.Add(name);
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }

    private static string Shown(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= 60 ? text : text[..57] + "...";
    }
}
